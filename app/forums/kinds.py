"""The forums of every network: their addresses and what each is for."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.forums.models import ForumKind

PURPOSES: dict[ForumKind, str] = {
    ForumKind.START_HERE: lazy_gettext("Who we are, how this network works, and what happens to what you say."),
    ForumKind.TRICKY_TOPICS: lazy_gettext("Concepts that students get stuck on: what they write, and what helps."),
    ForumKind.ADDITIONAL_ISSUES: lazy_gettext(
        "What is not a concept: pace, volume, timing, maths confidence, tuition."
    ),
    ForumKind.INTERVENTIONS: lazy_gettext("What we could change in the material or the teaching, and what came of it."),
    ForumKind.WORKSHOP: lazy_gettext("Before and after a workshop: what to bring, what was said, what follows."),
    ForumKind.DATA_ROOM: lazy_gettext("What the figures say, and what they do not, with the analysts to ask."),
    ForumKind.CAFE: lazy_gettext("Everything else that colleagues talk about."),
}

SLUGS: dict[ForumKind, str] = {kind: kind.value.lower().replace("é", "e").replace(" ", "-") for kind in ForumKind}
KINDS: dict[str, ForumKind] = {slug: kind for kind, slug in SLUGS.items()}
