"""What becomes of the tokens of a post when it is written: names become ids, links are noted down."""

from __future__ import annotations

import re

from sqlalchemy import delete, func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.text import markdown
from app.forums.models import Post
from app.forums.naming.models import PostReference
from app.forums.text_limits import fitting_body
from app.networks.models import LearningNetwork
from app.networks.naming import queries as mentions

#: Somebody named without help: @{Ann Smith}.
_BY_NAME = re.compile(r"@\{([^{}\n]{1,120})\}")
_LINK = re.compile(r"#(.+)-([A-Z]+)([0-9]+)")


def written(actor: Actor, body_md: str, network_id: int) -> str:
    """The body as it is stored. Whoever wrote a name by hand means the one member who bears it."""
    body = fitting_body(body_md)
    names = {name for name in _BY_NAME.findall(body) if not name[-1].isdigit() or " " in name}
    ids = mentions.ids_of_names(network_id, names, seen_by=actor)
    if not ids:
        return body
    return _BY_NAME.sub(lambda found: f"@{{{ids[found[1]]}:{network_id}}}" if found[1] in ids else found[0], body)


def note_links(post: Post, named: frozenset[str]) -> None:
    """Keep to what the post links now."""
    links = {found.groups() for ref in named if (found := _LINK.fullmatch(ref))}
    db.session.execute(delete(PostReference).where(PostReference.post_id == post.id))
    if not links:
        return
    slugs = {slug.lower() for slug, _, _ in links}
    of_networks = select(func.lower(LearningNetwork.slug), LearningNetwork.id)
    ids: dict[str, int] = dict(iter(db.session.execute(of_networks.where(func.lower(LearningNetwork.slug).in_(slugs)))))
    targets = {(ids[slug.lower()], kind, int(number)) for slug, kind, number in links if slug.lower() in ids}
    db.session.add_all(
        PostReference(post_id=post.id, network_id=network_id, kind=kind, number=number)
        for network_id, kind, number in sorted(targets)
    )


def newly_named(before: str, after: str) -> frozenset[str]:
    """The tokens that were not in the text before: only these people hear of an edit."""
    return markdown.named_in(after) - markdown.named_in(before)
