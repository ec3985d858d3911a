"""The write-up as a document to set: what the page says, and when."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.documents import pdf
from app.core.site.in_force import in_force
from app.core.text.words import day
from app.web.page.naming import words_of_html
from app.workshops.context import WorkshopContext
from app.workshops.outcomes.write_up.queries import Section


def write_up_paper(where: WorkshopContext, sections: list[Section], seen_by: Actor) -> pdf.Document:
    one, module = where.workshop, where.network.module
    address = in_force().url + f"{where.address}/write-up"
    published = one.state == "published"
    said = [
        f"Meeting: {day(one.starts_at)}" if one.starts_at and one.phases else "Held without a meeting",
        f"Published {day(one.state_since)}" if published else f"A draft, as it stood on {day(clock.now())}",
        f"Kept at {address}",
    ]
    return pdf.Document(
        title=one.title,
        kicker=f"{module.code} {module.title}: write-up of workshop {one.number}",
        author=f"Learning network {module.code}",
        running=f"{module.code}, workshop {one.number}: {one.title}",
        address=address,
        facts=tuple(said),
        sections=tuple(
            pdf.DocumentSection(each.title, words_of_html(each.html, seen_by), _by(each)) for each in sections
        ),
    )


def _by(section: Section) -> str:
    if section.edited_by is None or section.edited_at is None:
        return ""
    return f"In the words of {section.edited_by}, {day(section.edited_at)}."
