"""Every verb asks for permission, every read says who reads, and only the edges commit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import Function, called_name, calls_in, is_in, python_files, short, tree_of

#: Services that ask nobody, and modules of parts of services, each with its reason. Keep it short: an entry is a decision.
WITHOUT_PERMISSION: dict[str, str] = {
    **dict.fromkeys(
        [f"app.accounts.drafts.services.{name}" for name in ("keep_draft", "throw_away", "bring_back", "end_draft")],
        "one's own words, found under nobody else",
    ),
    "app.accounts.drafts.services.empty_thrown_away": "a job: what was thrown away a day ago",
    "app.accounts.services.people.require_still_administers": "for verbs that have asked; refuses whoever was closed meanwhile",
    **dict.fromkeys(
        [
            f"app.accounts.services.address_changes.{name}"
            for name in ("prove_address", "confirm_address", "stop_address")
        ],
        "the secret of the link is the permission",
    ),
    "app.accounts.services.address_changes.confirm_in_place_of_owner": "the second half of a chair's answer, which has asked",
    "app.accounts.services.address_changes.refuse_in_place_of_owner": "the second half of a chair’s answer, which has asked",
    "app.accounts.services.address_changes.forget_old_changes": "a job: what nobody answered in time",
    "app.accounts.services.address_changes.owe_word": "a part of verbs that have asked",
    "app.accounts.services.merging.proof_of": "remembers that a password was right; changes nothing",
    "app.interventions.services.supporting.count_support_anew": "follows a merge of accounts, which has asked",
    "app.networks.services.uniting.unite_memberships": "a part of merging accounts, which has asked",
    "app.accounts.services.links.use_up": "the secret of the link is the permission",
    "app.networks.addresses.services.ask_chairs": "calls the verb that asks",
    "app.accounts.services.first_administrator.make_first_administrator": "the key that was printed is the permission",
    "app.accounts.services.first_administrator.may_set_up": "says whether the key is the right one; changes nothing",
    "app.accounts.services.letters": "write debts; the verb that owes the letters has asked",
    "app.accounts.services.links.ask_for_reset": "nobody can be signed in who has forgotten the password",
    "app.accounts.services.links.new_link": "called by the worker when it writes a letter that is owed",
    "app.accounts.services.links.send_invitation": "the verb that invites has asked, or it is a command",
    "app.accounts.services.links.send_invitations": "the verb that invites has asked",
    "app.accounts.services.links.take_up": "the secret of the link is the permission",
    "app.accounts.services.people.person_with": "the verb that needs the person has asked",
    "app.accounts.services.people.people_with": "the verb that needs the people has asked",
    "app.accounts.services.people.empty_account": "a part of erasing a person, which has asked",
    "app.accounts.services.people.is_only_administrator": "a part of erasing a person; changes nothing",
    "app.accounts.services.guessing.take_turn": "before it is known who asks; counts a try and changes nothing",
    "app.accounts.services.guessing.was_right": "a part of signing in: the password was the permission",
    "app.accounts.services.sessions.begin_session": "a part of signing in: the password or the link was the permission",
    "app.accounts.services.sessions.keep_session": "a visit: the session's secret is the permission",
    "app.accounts.services.visits.note_visit": "a part of signing in and of a visit: the session is the permission",
    "app.notifications.since.services.undo_finish": "one's own, about nothing but what oneself has read",
    "app.accounts.services.sessions.end_session": "signing out: the session's secret is the permission",
    "app.accounts.services.sessions.end_everybodys_sessions": "a command, at the machine",
    "app.accounts.services.sessions.end_all_sessions": "a part of a new password and of closing an account, which ask",
    "app.accounts.services.sessions.knows_device": "says whether a browser is known; changes nothing",
    "app.accounts.services.tokens.note_use": "a part of a call to the API: the token is the permission",
    "app.accounts.services.links.end_links": "a part of setting a new password, which has asked",
    "app.accounts.services.tokens.revoke_all": "a part of a new password and of closing an account, which have asked",
    "app.accounts.services.signing_in.sign_in": "the password is the permission",
    "app.attachments.services.collecting": "jobs: what nobody uses",
    **dict.fromkeys(
        [
            f"app.attachments.services.placing.{name}"
            for name in ("describe", "shown_in", "require_all_here", "place", "carry_over")
        ],
        "parts of publishing and editing, which have asked; of another's pictures they leave everything as it is",
    ),
    **dict.fromkeys(
        [f"app.attachments.services.removing.{name}" for name in ("remove_with", "owe_forgetting")],
        "parts of removing words and of erasing a person, which have asked",
    ),
    "app.analytics.keeping.services.make_known": "a part of publishing, which has asked; and of the command",
    "app.forums.moderation.services.ordering.retitle_after": "a part of rewording a topic or an issue, which has asked",
    "app.forums.moderation.services.ordering.reopen_in_time": "the worker, each hour",
    "app.forums.moderation.services.moving.hold": "a part of splitting, merging and undoing, which ask",
    "app.forums.moderation.services.moving.announce_moved": "a part of splitting, merging and undoing, which ask",
    "app.forums.moderation.services.moving.forget_loaded_posts": "forgets what was read; changes nothing",
    "app.forums.moderation.services.undoing.may_be_undone": "says whether its time is over; changes nothing",
    "app.forums.services.posting.ensure_forums": "a part of opening a network, which has asked",
    "app.forums.reading.services.begin_reading": "a part of joining a network, which has asked",
    "app.forums.reading.services.choose_reading": "one's own choice, about nothing but oneself",
    "app.forums.reactions.services.forget_reactions": "a part of removing a post, which has asked",
    "app.forums.services.following.follow_what_one_writes_in": "a part of posting, which has asked",
    "app.forums.reading.services.pass_over_muted": "a part of choosing what one hears, which has asked",
    "app.notifications.services.stop_by_link": "the signed link of the letter is the permission",
    "app.forums.services.posting.first_post": "hands those who began a discussion their own post",
    "app.networks.joining.services.ask_to_join": "the signed link that a chair passes on is the permission to ask",
    "app.networks.joining.services.confirm": "the signed link of the letter is the permission",
    "app.networks.joining.services.forget_requests": "a job: what was answered or never confirmed",
    "app.networks.services.members.add_member": "the verb that invites has asked; seeds need none",
    "app.networks.services.members.add_members": "the verb that invites has asked; seeds need none",
    "app.networks.services.members.memberships_of": "a part of inviting, which has asked; changes nothing",
    "app.networks.services.members.require_may_give": "a part of inviting and of removing, which have asked",
    "app.networks.services.letters": "parts of the verbs that invite, which have asked",
    "app.networks.services.departures": "parts of erasing a person, which has asked",
    "app.privacy.services.erasing.erase_oneself": "checks the password, and calls the verb that asks",
    "app.networks.services.inviting.welcome": "the second half of two verbs that have asked",
    "app.networks.services.inviting.welcome_many": "the second half of three verbs that have asked",
    "app.networks.services.numbering.next_number": "the verb that creates the numbered thing has asked",
    "app.networks.services.opening.ensure_module": "the importer and the seeds name modules; people open networks",
    "app.networks.services.opening.create_network": "the half that opening and copying share, after they asked",
    "app.networks.services.presentations.ensure_presentation": "seeds name presentations; people type them",
    "app.networks.services.presentations.presentation_met": "says which one is meant; changes nothing",
    "app.networks.services.presentations.meet_presentation": "the importer says what the data say",
    "app.networks.services.members.is_deputy": "a part of inviting and of removing; changes nothing",
    "app.networks.services.members.tell_if_gone": "a part of leaving and of ending, which have asked",
    "app.networks.deputies.services.end_deputies": "the worker, each hour",
    "app.networks.services.members.is_member": "says whether somebody is a member; changes nothing",
    "app.texts.services": "parts of writing and of erasing, which have asked",
    "app.topics.services.raising.text_of": "says whose words these are; changes nothing",
    "app.interventions.services.proposing.text_of": "says whose words these are; changes nothing",
    "app.topics.services.locking.lock": "a part of merging and moving, which ask",
    "app.topics.services.mapping_limits.expect_few_changes": "a part of mapping, which has asked",
    "app.workshops.board.services.clinic": "follows a move, which has asked",
    "app.workshops.board.services.reveal": "follows a move, which has asked",
    "app.workshops.board.services.themes": "parts of grouping and of opening a ballot, which have asked",
    "app.workshops.board.services.undo": "parts of grouping, which has asked",
    "app.workshops.board.services.vectors": "a part of writing and grouping, which have asked; and the worker",
    "app.workshops.participants.services.invitations.answer_by_link": "the signed link of the letter is the permission",
    "app.workshops.participants.services.invitations.choose_letters_by_link": "the signed link of the letter is the permission",
    "app.workshops.participants.services.invitations.renew_entry": "a part of inviting and of a move, which have asked",
    "app.workshops.participants.services.participation": "parts of writing and of a move, which have asked",
    "app.workshops.planning.services.parts": "parts of planning, which has asked",
    "app.workshops.room.services.attendance.give_lease": "a part of starting and of taking over, which have asked",
    "app.workshops.room.services.consequences": "parts of a move, which has asked",
    "app.workshops.room.services.preconditions": "a part of a move, which has asked",
    "app.workshops.room.services.deadlines.owe_end_of_catch_up": "follows the workshop's move, which has asked",
    "app.workshops.room.services.hands.all_down": "follows the workshop's move, which has asked",
    "app.workshops.room.services.moves.go_to": "a part of moving the room, which has asked, or of its clock's end",
    "app.workshops.room.services.moves.move_by_clock": "the worker, when a state's time is over",
    "app.workshops.room.services.site_outages": "the process notes its own signs of life, for nobody",
    "app.workshops.room.services.phase_clock.present": "says which phase it is; changes nothing",
    "app.workshops.room.services.phase_clock.run_until": "a part of moving the room, which has asked",
    "app.workshops.room.services.spotlight.clear": "follows the room's move, which has asked",
    "app.workshops.voting.services.ballots.another_follows": "says how a ballot goes on; changes nothing",
    "app.workshops.voting.services.ballots.close": "follows the workshop's move, which has asked",
    "app.workshops.voting.services.ballots.open_anew": "the worker, when the key of a ballot is lost",
    "app.workshops.voting.services.ballots.open_final": "follows the workshop's move, which has asked",
    "app.workshops.voting.services.ballots.open_next_round": "a part of ending a round, which has asked, or of its time's end",
    "app.workshops.voting.services.ballots.reminder_time": "says when; changes nothing",
    "app.workshops.voting.services.ballots.void": "follows the workshop's move, which has asked",
    "app.workshops.voting.services.pseudonym_keys.end_keys": "the worker, each minute",
    "app.workshops.voting.services.rounds": "parts of voting and of a move, which have asked",
    "app.workshops.voting.services.storage": "parts of voting and of a move, which have asked",
}

#: Reads that no reader's eyes limit, by dotted name, each with its reason.
WITHOUT_READER: dict[str, str] = {
    "app.forums.queries.by_replies.arranged": "puts in order what somebody has read; reads nothing",
    "app.forums.queries.reactions.how_many": "a column for whoever asks for posts, who says who reads",
    "app.accounts.drafts.queries.first_words": "shortens a draft that was read; reads nothing itself",
    "app.accounts.queries.people.only_invented_people": "asked before sign-in; says nothing about any one person",
    "app.accounts.queries.sessions.session_is_open": "a condition for finding out who the reader is; reads nothing itself",
    "app.accounts.queries.tokens.person_by_token": "finds out who the reader is",
    "app.accounts.queries.tokens.working_token": "finds out who the reader is",
    "app.actions.queries.register.about_topic": "a condition for the reads of this feature; reads nothing itself",
    "app.analytics.queries.as_question": "turns a mapping into a question; reads nothing itself",
    "app.attachments.queries.shown_with": "for rendering stored texts again, whoever reads them; shown with those alone",
    "app.networks.joining.queries.link_by_handle": "the signed link that a chair passes on is what lets somebody see it",
    "app.networks.joining.queries.request_by_handle": "the signed link of a letter is what lets somebody see it",
    "app.networks.joining.queries.is_member_by_address": "asked for whoever has shown by a letter that the address is theirs",
    "app.networks.queries.actors.actor_for": "finds out who the reader is",
    "app.networks.queries.actors.actor_of": "finds out who the reader is, for letters, tokens and jobs",
    "app.workshops.board.queries.grouping_proposals": "compares what is on a board that its reader was shown; reads nothing itself",
    "app.workshops.board.queries.similar_cards": "compares what is on a board that its reader was shown; reads nothing itself",
    "app.workshops.board.queries.clinic.prioritised": "titles for the themes of a new board; what pages show asks who reads",
    "app.standing.queries.waiting.all_rows": "a statement for the reads of this feature; reads nothing itself",
    "app.standing.queries.waiting.roles_held": "which parts have somebody, never who; what is shown asks who reads",
    "app.standing.queries.facts": "what happened, for the standings alone; they ask who reads",
    "app.workshops.voting.queries.stored_ballots": "ballots without people and numbers of voters, for the counting; what is shown asks",
    "app.workshops.voting.queries.result_words": "puts a result into words; reads nothing itself",
    "app.workshops.participants.queries.by_link": "the signed link of a letter is what lets somebody see it",
    "app.workshops.participants.queries.asked_to_take_part": "a condition for the reads of this feature; reads nothing itself",
    "app.workshops.participants.queries.on_the_list": "a condition for the reads of this feature; reads nothing itself",
    "app.networks.queries.current": "conditions for the reads of other features; reads nothing itself",
    "app.privacy.queries.page.worded_page": "a page that everybody may read, signed in or not",
    "app.networks.queries.people.demo_accounts": "public on purpose, and names invented people only",
}

#: What asks for permission: `require` itself, or a function of the same feature that calls it for a family of verbs.
ASKING = frozenset({"require", "require_grouping", "lock_for_step"})

#: Where a transaction may end: the request's edge, the worker, the commands, and the seeds, which are long commands.
MAY_COMMIT = ("app/web/transaction.py", "app/web/worker/jobs.py", "app/core/outbox.py", "app/demo/")


def test_every_service_asks_for_permission() -> None:
    silent = [name for name, node, path in public_functions("services") if not asks(node, path)]
    assert [name for name in silent if not WITHOUT_PERMISSION.keys() & {name, module_of(name)}] == []


def test_every_query_says_who_reads() -> None:
    blind = [name for name, node, _ in public_functions("queries") if "seen_by" not in argument_names(node)]
    assert [name for name in blind if not WITHOUT_READER.keys() & {name, module_of(name)}] == []


def test_the_lists_of_exceptions_name_what_exists_and_why() -> None:
    services = {name for name, _, _ in public_functions("services")}
    queries = {name for name, _, _ in public_functions("queries")}
    assert set(WITHOUT_PERMISSION) - services - set(map(module_of, services)) == set()
    assert set(WITHOUT_READER) - queries - set(map(module_of, queries)) == set()
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


def module_of(function: str) -> str:
    return function.rpartition(".")[0]


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
