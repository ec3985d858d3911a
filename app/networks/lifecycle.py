"""States and moves of a network and of its cycles (method: section 6).

Priming is a stage of a cycle and nothing else; the method says it of a network, too, which here has begun then.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from app.core.language.spoken import gettext, lazy_gettext
from app.core.lifecycle import Lifecycle, Move

NETWORK = Lifecycle(
    noun="network",
    initial="draft",
    states={
        "draft": lazy_gettext("draft"),
        "begun": lazy_gettext("begun"),
        "active": lazy_gettext("active"),
        "dormant": lazy_gettext("dormant"),
        "closed": lazy_gettext("closed"),
        "archived": lazy_gettext("archived"),
    },
    moves=(
        Move("begin", ("draft",), "begun", lazy_gettext("Begin the network")),
        Move("activate", ("begun",), "active", lazy_gettext("Declare it active")),
        Move("rest", ("active", "begun"), "dormant", lazy_gettext("Let it rest"), needs_reason=True),
        Move("wake", ("dormant",), "active", lazy_gettext("Wake it up")),
        Move("close", ("active", "dormant"), "closed", lazy_gettext("Close the network"), needs_reason=True),
        Move("archive", ("closed",), "archived", lazy_gettext("Archive it")),
    ),
)

#: In these nothing is decided any more.
OVER = ("closed", "archived")

#: What must be there before it begins: the network's field, and its words for people.
NEEDED_TO_BEGIN = {
    "purpose": "the purpose in one sentence",
    "sponsor_id": "the sponsor",
    "data_responsible_id": "the person responsible for data",
    "analytics_responsible_id": "the person responsible for analytics",
    "interventions_responsible_id": "the person responsible for interventions",
    "code_of_conduct_md": "the code of conduct",
}


def missing_to_begin(network: object, instead: Mapping[str, object] | None = None) -> list[str]:
    """What still has to be filled in before it begins, in words; empty when nothing is missing.

    `instead` holds values that would take the place of the network's own.
    """
    held = instead or {}
    needed = NEEDED_TO_BEGIN.items()
    return [words for field, words in needed if not held.get(field, getattr(network, field))]


#: The stages in their order, each with its words for people.
STAGES = {
    "reconnaissance": "reconnaissance",
    "priming": "priming",
    "workshop": "workshop",
    "prioritised": "prioritised",
    "intervening": "intervening",
    "observing": "observing",
    "reflecting": "reflecting",
    "closed": "closed",
}

#: What people do in each, in a sentence: some of the words are the method's own.
STAGES_SAY = {
    "reconnaissance": lazy_gettext("The chair and the moderator look at what is known, and whom to ask."),
    "priming": lazy_gettext(
        "Members say in the forums what their students get stuck on, so that the workshop does not begin with nothing."
    ),
    "workshop": lazy_gettext("Members meet, or write in their own time, and agree what is tricky."),
    "prioritised": lazy_gettext("What matters most is chosen, and interventions are proposed for it."),
    "intervening": lazy_gettext("What was agreed is made and put into the module."),
    "observing": lazy_gettext("A presentation runs with it; the figures come in."),
    "reflecting": lazy_gettext("What came of it is read, and everybody who spoke gets a reply."),
    "closed": lazy_gettext("Everybody who spoke has a reply."),
}

#: The step of participatory action research that a stage belongs to.
ACTION_RESEARCH = {
    "priming": "plan",
    "workshop": "plan",
    "prioritised": "plan",
    "intervening": "act",
    "observing": "observe",
    "reflecting": "reflect",
}

_keys = tuple(STAGES)


def _stage_moves() -> tuple[Move, ...]:
    """On by one, and back by one with a reason: a verb each way, so that a button can name its target."""
    onward = tuple(
        Move(
            f"enter_{there}",
            (here,),
            there,
            gettext("Close the cycle") if there == "closed" else gettext("Move on to %(stages)s", stages=STAGES[there]),
        )
        for here, there in pairwise(_keys)
    )
    back = tuple(
        Move(
            f"return_to_{here}",
            (there,),
            here,
            gettext("Go back to %(stages)s", stages=STAGES[here]),
            needs_reason=True,
        )
        for here, there in pairwise(_keys)
    )
    return (*onward, *back)


CYCLE = Lifecycle(noun="cycle", initial="reconnaissance", states=STAGES, moves=_stage_moves())
