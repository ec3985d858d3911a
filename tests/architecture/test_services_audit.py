"""Every verb asks for permission, every read says who reads, and only the edges commit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import Function, called_name, calls_in, is_in, python_files, short, tree_of

#: Services that ask nobody, by dotted name, each with its reason. Keep it short: a new entry is a decision.
WITHOUT_PERMISSION: dict[str, str] = {
    "app.accounts.services.letters.owe_letter": "writes a debt; the verb that owes the letter has asked",
    "app.accounts.services.links.ask_for_reset": "nobody can be signed in who has forgotten the password",
    "app.accounts.services.links.new_link": "called by the worker when it writes a letter that is owed",
    "app.accounts.services.links.send_invitation": "the verb that invites has asked, or it is a command",
    "app.accounts.services.links.take_up": "the secret of the link is the permission",
    "app.accounts.services.people.person_with": "the verb that needs the person has asked",
    "app.accounts.services.guessing.take_turn": "before it is known who asks; counts a try and changes nothing",
    "app.accounts.services.guessing.was_right": "a part of signing in: the password was the permission",
    "app.accounts.services.sessions.begin_session": "a part of signing in: the password or the link was the permission",
    "app.accounts.services.sessions.keep_session": "a visit: the session's secret is the permission",
    "app.accounts.services.sessions.end_session": "signing out: the session's secret is the permission",
    "app.accounts.services.sessions.end_everybodys_sessions": "a command, at the machine",
    "app.accounts.services.sessions.end_all_sessions": "a part of a new password and of closing an account, which ask",
    "app.accounts.services.sessions.knows_device": "says whether a browser is known; changes nothing",
    "app.accounts.services.sessions.forget_sign_ins": "a job: what is 90 days old",
    "app.accounts.services.tokens.note_use": "a part of a call to the API: the token is the permission",
    "app.accounts.services.links.end_links": "a part of setting a new password, which has asked",
    "app.accounts.services.tokens.revoke_all": "a part of a new password and of closing an account, which have asked",
    "app.accounts.services.signing_in.sign_in": "the password is the permission",
    "app.forums.services.editing.render_again": "a command; stored HTML is renewed and nobody's words change",
    "app.forums.services.moderating.retitle_after": "a part of rewording a topic or an issue, which has asked",
    "app.forums.services.posting.ensure_forums": "a part of opening a network, which has asked",
    "app.forums.services.posting.first_post": "hands those who began a discussion their own post",
    "app.networks.services.members.add_member": "the verb that invites has asked; seeds need none",
    "app.networks.services.members.welcome": "the second half of two verbs that have asked",
    "app.networks.services.numbering.next_number": "the verb that creates the numbered thing has asked",
    "app.networks.services.opening.ensure_module": "the importer and the seeds name modules; people open networks",
    "app.networks.services.opening.ensure_presentation": "the importer and the seeds name presentations",
    "app.networks.services.members.is_member": "says whether somebody is a member; changes nothing",
    "app.topics.services.mapping_limits.expect_few_changes": "a part of mapping, which has asked",
    "app.workshops.services.concluding.expect_every_theme_ended": "a part of publishing, which has asked",
    "app.workshops.services.hands.forget": "follows the workshop's move, which has asked",
    "app.workshops.services.spotlight.clear": "follows the room's move, which has asked",
    "app.workshops.services.hooks.before_step": "called once, at the start of the process",
    "app.workshops.services.hooks.expect_step": "a part of a workshop's move, which has asked",
    "app.workshops.services.hooks.entered": "a part of moving the room, which has asked",
    "app.workshops.services.hooks.left": "a part of moving the room, which has asked",
    "app.workshops.services.hooks.left_back": "a part of moving the room, which has asked",
    "app.workshops.services.hooks.on_enter": "called once, at the start of the process",
    "app.workshops.services.hooks.on_leave": "called once, at the start of the process",
    "app.workshops.services.hooks.on_leave_back": "called once, at the start of the process",
    "app.workshops.services.inviting.answer_by_link": "the signed link of the letter is the permission",
    "app.workshops.services.inviting.choose_letters_by_link": "the signed link of the letter is the permission",
    "app.workshops.services.balloting.another_follows": "says how a ballot goes on; changes nothing",
    "app.workshops.services.balloting.close": "follows the workshop's move, which has asked",
    "app.workshops.services.balloting.close_at_its_time": "the worker, when a ballot's time is over",
    "app.workshops.services.balloting.open_final": "follows the workshop's move, which has asked",
    "app.workshops.services.balloting.reminder_time": "says when; changes nothing",
    "app.workshops.services.balloting.void": "follows the workshop's move, which has asked",
    "app.workshops.services.rounds.add_round": "a part of opening a vote, which follows a move that has asked",
    "app.workshops.services.rounds.close_straw": "follows the room's move, which has asked",
    "app.workshops.services.rounds.end": "a part of ending a vote, which follows a move that has asked",
    "app.workshops.services.rounds.expect_open": "a part of voting, which has asked",
    "app.workshops.services.rounds.hold": "a part of voting, which has asked",
    "app.workshops.services.rounds.open_straw": "follows the room's move, which has asked",
    "app.workshops.services.rounds.standing_themes": "a part of opening a vote, which follows a move that has asked",
    "app.workshops.services.rounds.tell_progress": "a part of voting, which has asked",
    "app.workshops.services.balloting.open_anew": "the worker, when the key of a ballot is lost",
    "app.workshops.services.ending_keys.end_keys": "the worker, each minute",
    "app.workshops.services.urn.put": "a part of voting, which has asked",
    "app.workshops.services.urn.settle": "follows the end of a round, which has asked",
    "app.workshops.services.rounds.void_straw": "follows the room's move, which has asked",
    "app.workshops.services.going_on.go_on": "the worker, when the clock of a phase that goes on by itself ends",
    "app.workshops.services.outages.ends_within": "asked by the worker before it moves a room",
    "app.workshops.services.outages.is_due": "asked by the process itself, for nobody",
    "app.workshops.services.outages.note_that_the_site_answers": "the process notes its own sign of life",
    "app.workshops.services.presence.note_facilitators": "the process notes whose stream it has, for nobody",
    "app.workshops.services.running_out.end_catch_up": "the worker, when the time to add is over",
    "app.workshops.services.running_out.hold": "a part of ending by the clock, which is the worker's",
    "app.workshops.services.running_out.move_by_clock": "the worker, when a state's time is over",
    "app.workshops.services.running_out.owe_end_of_catch_up": "follows the workshop's move, which has asked",
    "app.workshops.services.steering.go_to": "a part of moving the room, which has asked, or of its clock's end",
    "app.workshops.services.tray.take_in": "a part of opening a ballot, which follows a move that has asked",
    "app.workshops.services.tray.title_from": "words of a card for a title; reads and writes nothing",
    "app.workshops.services.turns.take_turn": "a part of what asks for itself; it only takes the workshop's row first",
    "app.workshops.services.urn.seal": "a part of voting, which has asked",
}

#: Reads that no reader's eyes limit, by dotted name, each with its reason.
WITHOUT_READER: dict[str, str] = {
    "app.accounts.queries.only_invented_people": "asked before sign-in; says nothing about any one person",
    "app.accounts.queries.is_open": "a condition for finding out who the reader is; reads nothing itself",
    "app.accounts.queries.person_by_token": "finds out who the reader is",
    "app.accounts.queries.working_token": "finds out who the reader is",
    "app.actions.queries.register.about_topic": "a condition for the reads of this feature; reads nothing itself",
    "app.analytics.queries.as_question": "turns a mapping into a question; reads nothing itself",
    "app.networks.queries.actors.actor_for": "finds out who the reader is",
    "app.networks.queries.actors.actor_of": "finds out who the reader is, for letters, tokens and jobs",
    "app.workshops.queries.cast.cast": "ballots without people, for the counting; what is shown of them asks who reads",
    "app.workshops.queries.cast.cast_by_place": "ballots without people, for the counting; what is shown asks who reads",
    "app.workshops.queries.cast.own_ballot": "columns for those who ask for their own; reads nothing itself",
    "app.workshops.queries.cast.voted_in": "a number of voters, which everybody in the room is told",
    "app.workshops.queries.cast.has_voted": "asked of the reader themself, and of whoever hands in a ballot",
    "app.workshops.queries.cast.how_many": "a number of voters, which everybody in the room is told",
    "app.workshops.queries.invited.by_link": "the signed link of a letter is what lets somebody see it",
    "app.workshops.queries.invited.asked_to_take_part": "a condition for the reads of this feature; reads nothing itself",
    "app.workshops.queries.invited.on_the_list": "a condition for the reads of this feature; reads nothing itself",
    "app.workshops.queries.result_words.agreement": "puts a result into words; reads nothing itself",
    "app.workshops.queries.result_words.by_how_much": "puts a result into words; reads nothing itself",
    "app.workshops.queries.result_words.figures": "puts a result into words; reads nothing itself",
    "app.workshops.queries.result_words.overall": "puts a result into words; reads nothing itself",
    "app.workshops.queries.presence.reconnecting": "asked by the process itself; tells those who follow the room already",
    "app.networks.queries.people.demo_accounts": "public on purpose, and names invented people only",
}

#: What asks for permission: `require` itself, or a function of the same feature that calls it for a family of verbs.
ASKING = frozenset({"require", "require_grouping", "require_turn"})

#: Where a transaction may end: the request's edge, the worker, the commands, and the seeds, which are long commands.
MAY_COMMIT = ("app/web/transaction.py", "app/web/jobs.py", "app/core/outbox.py", "app/demo/")


def test_every_service_asks_for_permission() -> None:
    silent = [name for name, node, path in public_functions("services") if not asks(node, path)]
    assert [name for name in silent if name not in WITHOUT_PERMISSION] == []


def test_every_query_says_who_reads() -> None:
    blind = [name for name, node, _ in public_functions("queries") if "seen_by" not in argument_names(node)]
    assert [name for name in blind if name not in WITHOUT_READER] == []


def test_the_lists_of_exceptions_name_what_exists_and_why() -> None:
    services = {name for name, _, _ in public_functions("services")}
    queries = {name for name, _, _ in public_functions("queries")}
    assert set(WITHOUT_PERMISSION) - services == set()
    assert set(WITHOUT_READER) - queries == set()
    assert all(len(reason.split()) > 3 for reason in (WITHOUT_PERMISSION | WITHOUT_READER).values())


def test_only_the_edges_commit() -> None:
    found = [
        f"{short(path)}:{call.lineno}"
        for path in python_files("app")
        if not short(path).startswith(MAY_COMMIT) and not is_in(path, "jobs") and not is_in(path, "cli")
        for call in calls_in(tree_of(path))
        if ends_a_transaction(call)
    ]
    assert found == []


def ends_a_transaction(call: ast.Call) -> bool:
    """A `commit()` of the database's session or connection; a search index has one of its own."""
    holder = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return called_name(call) == "commit" and any(word in holder for word in ("session", "connection", "db."))


def public_functions(kind: str) -> Iterator[tuple[str, Function, Path]]:
    """Each function that others may call, with its dotted name. A module named with an underscore is nobody else's."""
    for path in python_files("app"):
        if not is_in(path, kind) or (path.stem.startswith("_") and path.stem != "__init__"):
            continue
        module = short(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for node in tree_of(path).body:
            if isinstance(node, Function) and not node.name.startswith("_"):
                yield f"{module}.{node.name}", node, path


def asks(node: Function, path: Path) -> bool:
    """Whether the function calls `require`, itself or through a private function of its own file."""
    called = {called_name(call) for call in calls_in(node)}
    if called & ASKING:
        return True
    return any(
        isinstance(other, Function)
        and other is not node
        and other.name in called
        and any(called_name(call) in ASKING for call in calls_in(other))
        for other in tree_of(path).body
    )


def argument_names(node: Function) -> set[str]:
    return {argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
