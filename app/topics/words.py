"""Words and colours for states and history lines. Pure; the pages and other features' pages use them."""

from __future__ import annotations

from app.topics.lifecycle import ISSUE, TOPIC

#: Voice while people talk, commitment once something is decided, data while it is measured.
TOPIC_HUES = {
    "suggested": "voice",
    "under_discussion": "voice",
    "shortlisted": "voice",
    "prioritised": "commit",
    "intervention_planned": "commit",
    "intervention_live": "commit",
    "evaluating": "data",
    "closed_improved": "commit",
    "closed_worse": "commit",
    "closed_no_clear_change": "commit",
    "closed_not_enough_data": "commit",
}
ISSUE_HUES = {"raised": "voice", "acknowledged": "voice", "routed": "commit", "responded": "commit", "closed": "commit"}

#: What a line of the history says, by the verb of the record. Steps that are not here use their state's words.
VERBS = {
    "raise": "raised it",
    "retitle": "changed the title",
    "reword": "changed the statement",
    "map": "mapped it to the module",
    "add block": "added a stumbling block",
    "edit block": "changed a stumbling block",
    "remove block": "removed a stumbling block",
    "reorder blocks": "changed the order of the stumbling blocks",
    "add example": "added a problem example",
    "edit example": "changed a problem example",
    "classify example": "tied a problem example to blocks and codes",
    "remove example": "removed a problem example",
    "take in": "merged another topic into it",
    "acknowledge": "acknowledged it",
    "route": "routed it to an owner",
    "respond": "responded",
    "close": "closed it",
    "take_back": "took the last step back",
}
#: Verbs whose before and after are words of people, worth showing.
_TELLS_WORDS = frozenset(
    {"add block", "edit block", "remove block", "add example", "edit example", "map", "take in", "retitle"}
)


def state_words(kind: str, state: str) -> str:
    return (TOPIC if kind == "topic" else ISSUE).label(state)


def state_hue(kind: str, state: str) -> str:
    return (TOPIC_HUES if kind == "topic" else ISSUE_HUES).get(state, "neutral")


def history_line(kind: str, verb: str, before: str | None, after: str | None, reason: str | None) -> str:
    """One sentence about a record's entry; the name and the date stand beside it."""
    lifecycle = TOPIC if kind == "topic" else ISSUE
    if verb not in VERBS and after is not None and after in lifecycle.states:
        said = f"moved it to “{lifecycle.label(after)}”"
    else:
        said = VERBS.get(verb, verb.replace("_", " "))
        if verb in _TELLS_WORDS and (after or before):
            said += f": {after or before}"
    said = said[:1].upper() + said[1:]
    return f"{said}. {reason}" if reason else said
