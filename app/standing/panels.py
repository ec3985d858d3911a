"""What other pages show of where things stand: the ribbon of a topic or issue, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from app.actions.models import Action
from app.core import clock
from app.core.actor import Actor
from app.core.language.kept import kept_by_language
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.core.text.words import quoted
from app.interventions.models import Intervention
from app.interventions.policy import Permission as InterventionsPermission
from app.networks.models import LearningNetwork
from app.replies.models import LoopReply
from app.replies.policy import Permission as RepliesPermission
from app.replies.queries import Unanswered
from app.standing import queries
from app.standing.loop import LoopStanding, LoopStep, waits_in_words
from app.standing.parties import CHAINS
from app.standing.waits import VERBS, Kind, Wait
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem, Waiting, WhereItStands

Subject = TrickyTopic | AdditionalIssue

#: The page of each kind, which says what the verb needs; for some verbs another page is nearer.
_PAGES: Mapping[Kind, str] = {
    Kind.TOPIC: "topics.topic",
    Kind.ISSUE: "topics.issue",
    Kind.INTERVENTION: "interventions.intervention",
    Kind.ACTION: "actions.action",
    Kind.REPLY: "replies.reply",
    Kind.WORKSHOP: "workshops.workshop",
}

#: What is done by drafting a reply.
ANSWERED = frozenset({"draft", "follow up"})

#: What many of a kind are.
_MANY: Mapping[Kind, str] = {
    Kind.TOPIC: "Tricky Topics",
    Kind.ISSUE: "additional issues",
    Kind.INTERVENTION: "interventions",
    Kind.ACTION: "actions",
    Kind.REPLY: "replies",
    Kind.CYCLE: "cycles",
    Kind.WORKSHOP: "workshops",
}


def _standing(actor: Actor, subject: Subject) -> LoopStanding | None:
    if isinstance(subject, TrickyTopic):
        return queries.standings(topic_ids=[subject.id], seen_by=actor).get(subject.id)
    return queries.standings(issue_ids=[subject.id], seen_by=actor).get(subject.id)


# What a ribbon shows follows from the steps, the sentence and, where it says dates, the year it is now.
@kept_by_language(2048)
def _drawn(steps: tuple[LoopStep, ...], age: str, sentence: str, mode: str, _year: int = 0) -> Markup:
    macro = current_app.jinja_env.get_template("components/loop.html").module.loop_ribbon  # type: ignore[attr-defined]
    aged = [step._replace(age=age) if step.state == "present" else step for step in steps]
    return Markup(macro(aged, mode=mode, sentence=sentence))  # noqa: S704 -- a macro's output is escaped already


def ribbon(actor: Actor, subject: Subject) -> Markup | None:
    """The whole ribbon of one topic or issue, with dates."""
    standing = _standing(actor, subject)
    if standing is None:
        return None
    return _drawn(standing.steps, standing.age, standing.waiting, "full", clock.today().year)


def _strips(found: dict[int, LoopStanding]) -> dict[int, Markup]:
    return {
        row_id: _drawn(standing.steps, standing.age, standing.waiting, "strip") for row_id, standing in found.items()
    }


def of_topic(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Iterator[WhereItStands]:
    yield from _stands(actor, topic, network)


def of_issue(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Iterator[WhereItStands]:
    yield from _stands(actor, issue, network)


def _stands(actor: Actor, subject: Subject, network: LearningNetwork) -> Iterator[WhereItStands]:
    """One sentence, the loop without it, and what the reader can do next on another page."""
    found = _standing(actor, subject)
    if found is not None:
        # For whom it waits is said by the sentence, and not once more beside the step.
        steps = tuple(step._replace(waits_for=None) for step in found.steps)
        drawn = _drawn(steps, found.age, "", "full", clock.today().year)
        yield WhereItStands(
            found.waiting, drawn, _next_step(actor, subject, network, found.wait) if found.wait else None
        )


def _next_step(actor: Actor, subject: Subject, network: LearningNetwork, wait: Wait) -> NavItem | None:
    """Where the reader does what it waits for, unless that is done with a step of the subject's own, or in the reply that its
    page begins with.
    """
    which: dict[str, Any] = {"topic" if isinstance(subject, TrickyTopic) else "issue": subject.number}
    label = VERBS[wait.verb].label
    if wait.through is not None:
        kind, number = wait.through
        return (
            NavItem(label, url_for(_PAGES[kind], slug=network.slug, number=number))
            if _is_for(wait, actor, network)
            else None
        )
    if wait.verb == "follow up":
        may_draft = allowed(actor, RepliesPermission.DRAFT, subject)
        return NavItem(label, url_for("replies.new_reply", slug=network.slug, **which)) if may_draft else None
    if wait.verb == "propose" and allowed(actor, InterventionsPermission.PROPOSE, network):
        address = url_for("interventions.new_intervention", slug=network.slug, **which)
        return NavItem(label, address)
    return None


def _is_for(wait: Wait, reader: Actor, network: LearningNetwork) -> bool:
    """Whether it waits for this reader, by name or by a part that they hold."""
    if wait.party is None:
        return wait.person_id == reader.person_id
    roles = frozenset(reader.roles_in(network.id))
    return any(part & roles for part in CHAINS.get(wait.party, ()))


def topic_strips(ids: Iterable[int], actor: Actor, network: LearningNetwork) -> dict[int, Markup]:  # noqa: ARG001
    return _strips(queries.standings(topic_ids=ids, seen_by=actor))


def issue_strips(ids: Iterable[int], actor: Actor, network: LearningNetwork) -> dict[int, Markup]:  # noqa: ARG001
    return _strips(queries.standings(issue_ids=ids, seen_by=actor))


def _sentences(found: dict[int, LoopStanding]) -> dict[int, Markup]:
    return {row_id: Markup("{}").format(standing.waiting) for row_id, standing in found.items()}


def topic_sentences(ids: Iterable[int], actor: Actor) -> dict[int, Markup]:
    """Beside the badge of each of these topics: for whom it waits, and how long by now."""
    return _sentences(queries.standings(topic_ids=ids, seen_by=actor))


def issue_sentences(ids: Iterable[int], actor: Actor) -> dict[int, Markup]:
    return _sentences(queries.standings(issue_ids=ids, seen_by=actor))


def waiting(actor: Actor) -> Iterator[Waiting]:
    """Everything that waits for this person, whichever kind of thing it is."""
    for each in queries.waiting_for(seen_by=actor):
        verb = VERBS[each.verb]
        yield Waiting(
            title=gettext("Reply to %(title)s", title=quoted(each.title)) if each.kind is Kind.REPLY else each.title,
            url=address_of(each),
            network=each.code,
            why=_why(each),
            since=each.since,
            due_on=each.due_on,
            label=verb.label,
            post=at_once(each),
            answers=verb.answers,
            of_many=gettext("%(many)s to %(of_many)s", many=_MANY[each.kind], of_many=verb.of_many),
            of=each.of,
        )


def at_once(each: queries.Waiter) -> str:
    """Where the verb is done with one press, if it needs no words and asks nothing; else ""."""
    where = {"slug": each.slug, "number": each.number}
    match each.verb:
        case "sort":
            return url_for("topics.step", **where, verb="accept")  # type: ignore[arg-type]
        case "acknowledge":
            return url_for("topics.issue_step", **where, verb="acknowledge")  # type: ignore[arg-type]
        case "verify":
            return url_for("actions.verify", **where)  # type: ignore[arg-type]
    return ""


def address_of(each: queries.Waiter) -> str:
    """Where the verb is done."""
    if each.kind is Kind.CYCLE:
        return url_for("networks.cycle", slug=each.slug)
    if each.verb in ANSWERED:
        which: dict[str, Any] = {each.kind.value: each.number}
        return url_for("replies.new_reply", slug=each.slug, **which)
    return url_for(_PAGES[each.kind], slug=each.slug, number=each.number)


def _why(each: queries.Waiter) -> str:
    """Which thing it is, and what it waits for: "Tricky Topic 7, to prioritise or park it"."""
    named = {Kind.TOPIC: "Tricky Topic", Kind.ISSUE: "Issue"}.get(each.kind, each.kind.value.title())
    return f"{named} {each.number}: {VERBS[each.verb].to}"


def unanswered(actor: Actor, network: LearningNetwork) -> list[Unanswered]:
    """What waits for a reply in the network: work for those who draft, and a promise to the others."""
    found = queries.without_reply(network, seen_by=actor)
    return [Unanswered(each.kind.value, each.number, each.title, each.since) for each in found]


def wait_of_intervention(actor: Actor, intervention: Intervention) -> Markup | None:
    return _wait_of(Kind.INTERVENTION, intervention.id, actor)


def wait_of_action(actor: Actor, action: Action) -> Markup | None:
    return _wait_of(Kind.ACTION, action.id, actor)


def wait_of_reply(actor: Actor, reply: LoopReply) -> Markup | None:
    return _wait_of(Kind.REPLY, reply.id, actor)


def _wait_of(kind: Kind, row_id: int, actor: Actor) -> Markup | None:
    """The line under a page's head that says for whom it waits, and how long by now."""
    wait = queries.waits_of(kind, [row_id], seen_by=actor).get(row_id)
    if wait is None:
        return None
    return Markup('<p class="loop-sentence"><bdi>{}</bdi></p>').format(waits_in_words(wait))


def on_leaving(actor: Actor, network: LearningNetwork) -> Markup | None:
    """Beside the way out of a network: what waits for whoever goes, since it falls to the moderator then."""
    mine = [
        each
        for each in queries.waiting_for(seen_by=actor)
        if each.person_id == actor.person_id and each.slug == network.slug
    ]
    if not mine:
        return None
    return fragment("standing/leaving.html", mine=[(each.title, address_of(each)) for each in mine])
