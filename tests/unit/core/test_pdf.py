"""The PDF is read back: words, letters, links, tags, outline. What people type is data to the typesetter."""

from __future__ import annotations

import io
from time import perf_counter

import pytest
from pypdf import PdfReader

from app.core.documents import pdf
from app.core.text import blocks, markdown

PAGE = "https://network.example.org/networks/s215/workshops/1/write-up"


def made(source: str, **more: str) -> PdfReader:
    words = {"title": "What is tricky?", "kicker": "S215", "author": "Network", "running": "S215", "address": PAGE}
    sections = (pdf.DocumentSection("What was said", markdown.render(source), "In the words of Marek"),)
    one = pdf.Document(**(words | more), facts=("A draft",), sections=sections)  # type: ignore[arg-type]
    return PdfReader(io.BytesIO(pdf.as_pdf(one)))


def words_of(read: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def links_of(read: PdfReader) -> set[str]:
    notes = [note.get_object() for page in read.pages for note in page.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in notes if "/A" in note}  # type: ignore[index]


def tags_of(read: PdfReader) -> set[str]:
    found, waiting = set(), [read.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            if "/K" in node:
                waiting.append(node["/K"])
    return found


def test_it_is_tagged_titled_and_in_english_with_an_outline_and_page_numbers() -> None:
    read = made("# Two lists\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said")
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en-GB"  # type: ignore[index]
    assert bool(root["/MarkInfo"]["/Marked"])  # type: ignore[index]
    assert read.metadata is not None
    assert read.metadata.title == "What is tricky?"
    assert {"/Title", "/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote"} <= tags_of(read)
    assert [each["/Title"] for each in read.outline if not isinstance(each, list)] == ["What was said"]
    assert words_of(read).endswith("1 / 1")
    assert (round(read.pages[0].mediabox.width), round(read.pages[0].mediabox.height)) == (595, 842)


def test_it_keeps_to_pdf_ua_while_its_fonts_have_every_letter() -> None:
    assert b"pdfuaid" in made("Words").stream.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize("letters", ["Łódź, čaj, naïve", "Ελληνικά", "Русский", "Tiếng Việt", "ŵ ŷ", "∑ ≤ → µ"])
def test_letters_of_other_languages_can_be_read_back(letters: str) -> None:
    assert letters in words_of(made(letters))


def test_a_letter_that_no_font_has_does_not_stop_it() -> None:
    read = made("Before 日本 after 🎉 end")
    assert "Before" in words_of(read)
    assert "/P" in tags_of(read)


def test_links_lead_where_the_page_s_lead() -> None:
    read = made("[topic](/networks/s215/topics/3), [below](#who), https://example.org/a, [mail](mailto:a@example.org)")
    assert links_of(read) == {
        "https://network.example.org/networks/s215/topics/3",
        f"{PAGE}#who",
        "https://example.org/a",
        "mailto:a@example.org",
    }


def test_a_formula_stands_as_its_source() -> None:
    said = words_of(made("Take $E = mc^2$ and \\ce{H2O}.\n\n$$\n\\int x\n$$"))
    assert "E = mc^2" in said
    assert "\\ce{H2O}" in said
    assert "\\int x" in said


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("no")',
        '#read("/etc/passwd")',
        "#sys.inputs",
        "= no heading",
        "$ #x $ @cite <label>",
        "`#eval`",
        "*/ // /*",
        "\\u{41}",
    ],
)
def test_what_people_type_is_no_instruction(typed: str) -> None:
    read = made(f"```\n{typed}\n```", title=typed, running=typed)
    assert words_of(read).count(typed) == 3


def test_html_that_is_not_well_formed_is_set_all_the_same() -> None:
    found = blocks.blocks(
        "<p>one</b><ul><li>two<p>three</ul>four<table><tr><th>a<tr><td>b<td>c</table><ol start=x><li>d"
    )
    assert next(each["tag"] for each in found) == "p"
    assert "four" in str(found)


def test_a_thousand_cards_are_set_in_bounded_time() -> None:
    began = perf_counter()
    read = made("\n\n".join(f"> card {number}: they lose *signs* in brackets" for number in range(1_000)))
    assert "card 999:" in words_of(read)
    assert perf_counter() - began < pdf.PATIENCE


def test_who_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.as_pdf.cache_clear()
    monkeypatch.setattr(pdf, "PATIENCE", 0.001)
    with pytest.raises(pdf.PdfFailed):
        made("Words")
