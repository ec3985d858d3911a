"""Parts of grouping that its verbs share: whoever calls them has asked for permission."""

from __future__ import annotations

from app.core.db import db
from app.core.errors import Invalid
from app.core.signs import stated
from app.workshops import embedding
from app.workshops.models import Theme, ThemeList, Workshop
from app.workshops.services._steps import Step

LONGEST_TITLE = 160


def new_theme(workshop: Workshop, title: str, kind: ThemeList, step: Step) -> Theme:
    theme = Theme(workshop_id=workshop.id, title=title_of(title), list=kind)
    db.session.add(theme)
    db.session.flush()  # cards and the step name it by its number
    step.made(theme)
    embedding.owe_vectors(workshop.id)
    return theme


def title_of(title: str) -> str:
    words = " ".join(stated(title).split())
    if not 0 < len(words) <= LONGEST_TITLE:
        raise Invalid("A theme needs a name.", {"title": [f"Give it a name of at most {LONGEST_TITLE} characters."]})
    return words
