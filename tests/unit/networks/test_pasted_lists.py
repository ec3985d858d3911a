"""Lists of people as mail programs, spreadsheets, web pages and people write them."""

from __future__ import annotations

import pytest

from app.core.documents.uploaded_table import LARGEST, text_of
from app.core.errors import Invalid
from app.networks.invitations.pasted import NO_ADDRESS, ListEntry, read, remaining
from app.networks.invitations.roles import role_in
from app.networks.models import Role

AMINA, BEN = ("amina@x.org", "Amina Khan"), ("ben@x.org", "Ben Jones")


def found(text: str) -> list[tuple[str, str]]:
    return [(entry.email, entry.name) for entry in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Amina Khan <amina@x.org>\nBen Jones <ben@x.org>",
        "Amina Khan, amina@x.org\nBen Jones;ben@x.org",
        '"Khan, Amina" <amina@x.org>; "Jones, Ben" <ben@x.org>;',
        "Khan, Amina <amina@x.org>; Jones, Ben <ben@x.org>",
        "Khan, Amina <amina@x.org>, Jones, Ben <ben@x.org>",
        "To: Amina Khan <amina@x.org>, Ben Jones <ben@x.org>",
        "Amina Khan <amina@x.org> Ben Jones <ben@x.org>",
        "amina@x.org\tAmina Khan\nben@x.org (Ben Jones)",
        "amina@x.org, Amina Khan, ben@x.org, Ben Jones",
        "Amina Khan amina@x.org\nBen Jones AL ben@x.org".replace(" AL", ""),
        "Amina Khan amina@x.org<mailto:amina@x.org>\nBen Jones <mailto:ben@x.org>",
        "1. Amina\u00a0Khan – amina@x.org\n2) Ben Jones: ben\u200b@x.org",
        "• Amina Khan • mailto:amina@x.org\n* Ben Jones BEN@X.ORG".replace(" • mailto", " mailto"),
        "Name,Email\nAmina Khan,amina@x.org\nBen Jones,ben@x.org",
        'Name;E-mail address\n"Khan, Amina";amina@x.org\n"Jones, Ben";ben@x.org',
        "\ufeffsep=;\r\nName;Email\r\nAmina Khan;amina@x.org\r\nBen Jones;ben@x.org\r\n",
        "First name\tLast name\tEmail\nAmina\tKhan\tamina@x.org\nBen\tJones\tben@x.org",
        "Surname,Given name,Staff number,E-Mail\nKhan,Amina,71,amina@x.org\nJones,Ben,72,ben@x.org",
        "Khan\tAmina\tamina@x.org\t01908 270000\nJones\tBen\tben@x.org\t01908 270001",
        "Amina Khan\namina@x.org\n\nBen Jones\nben@x.org",
        "[Email]\namina@x.org, Amina Khan\nben@x.org, Ben Jones".removeprefix("[Email]\n"),
    ],
)
def test_the_same_two_people_in_every_usual_form(text: str) -> None:
    assert found(text) == [AMINA, BEN]
    assert not any(entry.fault for entry in read(text))


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("AL", Role.AL),
        ("Tutor", Role.AL),
        ("associate  lecturer", Role.AL),
        ("Associate Lecturer (AL)", Role.AL),
        ("Module Team", Role.MODULE_TEAM),
        ("module-team", Role.MODULE_TEAM),
        ("Moderator", Role.MODERATOR),
        ("Module chair", Role.CHAIR),
        ("staff tutor", Role.STAFF_TUTOR),
        ("Data Wrangler", Role.ANALYST),
        ("researcher", Role.RESEARCHER),
        ("Sponsor.", Role.SPONSOR),
        ("Grand vizier", None),
        ("", None),
    ],
)
def test_roles_as_people_write_them(written: str, role: Role | None) -> None:
    assert role_in(written) is role


@pytest.mark.parametrize(
    "text",
    [
        "Amina Khan <amina@x.org> staff tutor",
        "Amina Khan (staff tutor) <amina@x.org>",
        "Amina Khan - Staff Tutor <amina@x.org>",
        "Staff tutor\tAmina Khan\tamina@x.org",
        "Amina Khan\tamina@x.org\tStaff Tutor",
        "Role,Email,Name\nStaff tutor,amina@x.org,Amina Khan",
    ],
)
def test_a_role_stands_in_any_place(text: str) -> None:
    [entry] = read(text)
    assert (entry.email, entry.name, entry.role, entry.doubts) == (*AMINA, Role.STAFF_TUTOR, ())


def test_what_is_in_doubt_is_said() -> None:
    [derived] = read("amina.khan2@x.org")
    assert (derived.name, derived.doubts) == ("Amina Khan", ("There is no name; this one is made of the address.",))
    [vizier] = read("Name\tEmail\tRole\nAmina Khan\tamina@x.org\tGrand vizier")
    assert (vizier.role, vizier.doubts) == (None, ("“Grand vizier” is no role here.",))
    [above] = read("Amina Khan\namina@x.org")
    assert above.doubts == ("The name stands in line 1, above the address.",)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Amina Khan", NO_ADDRESS),
        ("amina at x.org", NO_ADDRESS),
        ("Amina <amina@>", "does not look like"),
        ("amina@x", "does not look like"),
        ("amina@x..org", "does not look like"),
        ("a@b@c.org", "does not look like"),
        ("jörg@x.org", "Before the @ only letters"),
        (f"{'long ' * 40}, long@x.org", "longer than 120"),
    ],
)
def test_a_faulty_line_says_what_is_wrong_and_costs_nobody_else_their_place(line: str, fault: str) -> None:
    entries = read(f"Amina Khan, amina@x.org\n\n{line}\nBen Jones, ben@x.org")
    assert [(entry.email, entry.line) for entry in entries if not entry.fault] == [("amina@x.org", 1), ("ben@x.org", 4)]
    [wrong] = [entry for entry in entries if entry.fault]
    assert (wrong.line, fault in wrong.fault) == (3, True)


def test_what_is_left_keeps_the_heads_of_its_table() -> None:
    text = "Role\tName\tEmail\nVizier\tAmina Khan\tamina@x.org\nTutor\tBen Jones\tben@x.org"
    rest = remaining(text, [entry for entry in read(text) if entry.doubts])
    assert rest == "Role\tName\tEmail\nVizier\tAmina Khan\tamina@x.org"
    pair = "Amina Khan <amina@x.org>; Ben <ben@>"
    assert remaining(pair, [entry for entry in read(pair) if entry.fault]) == "Ben <ben@>"


@pytest.mark.parametrize(
    "text",
    [
        'Amina Khan\t"amina@x.org\ntutor"\nBen Jones\tben@x.org',
        '"Khan,\nAmina"\tamina@x.org\tAL\n"Jones,\nBen"\tben@x.org\tAL',
        '"Amina Khan\namina@x.org"\n"Ben Jones\r\n\r\nben@x.org"',
        '"Amina Khan"\t"amina@x.org\n""tutor"""\nBen Jones\tben@x.org',
        'Name,"E-mail\naddress"\n"Amina\nKhan",amina@x.org\n"Ben\nJones",ben@x.org',
        'Name\t"Role\nhere"\tEmail\nAmina Khan\t"Associate\nlecturer"\tamina@x.org\nBen Jones\t\tben@x.org',
    ],
)
def test_a_cell_with_line_ends_inside_is_one(text: str) -> None:
    assert found(text) == [AMINA, BEN]
    assert not any(entry.fault for entry in read(text))


def test_lines_are_counted_and_left_as_they_stand_around_such_a_cell() -> None:
    text = 'Name\tEmail\n"Amina\nKhan"\tamina@x.org\n"Ben\nJones"\tben@\n"Cy\nLee"\tcy@'
    faulty = [entry for entry in read(text) if entry.fault]
    assert [entry.line for entry in faulty] == [4, 6]
    assert remaining(text, faulty) == 'Name\tEmail\n"Ben\nJones"\tben@\n"Cy\nLee"\tcy@'


def test_marks_that_nothing_closes_take_nobody_along() -> None:
    assert found('"Amina Khan <amina@x.org>\nBen Jones <ben@x.org>') == [AMINA, BEN]
    assert found('"Amina Khan <amina@x.org>\nBen Jones <ben@x.org>"') == [AMINA, BEN]
    assert found('"Amina Khan"\tamina@x.org\n"Ben Jones\tben@x.org') == [AMINA, BEN]


def test_scripts_stay_text() -> None:
    assert read("<script>alert(1)</script> amina@x.org")[0] == ListEntry(
        1, "<script>alert(1)</script> amina@x.org", "amina@x.org", read("<script>alert(1)</script> amina@x.org")[0].name
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    assert (
        text_of("Name;Email\nZoë Müller;zoe@x.org".encode(encoding), field="table")
        == "Name;Email\nZoë Müller;zoe@x.org"
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04 a workbook", "This is a workbook."),
        (b"\x00\x01\x02", "This is no text."),
        (b"a" * (LARGEST + 1), "larger than 200 kB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        text_of(content, field="table")
    assert fault in refused.value.fields["table"][0]
