"""Modules; opening a network for one and naming its chair."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.accounts.services import person_with
from app.core import audit, clock
from app.core.actor import OPERATOR, Actor
from app.core.db import db, insert_once
from app.core.errors import Conflict, Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.events import NetworkMoved
from app.networks.lifecycle import NETWORK
from app.networks.models import LearningNetwork, Module, Role
from app.networks.policy import Permission
from app.networks.services.inviting import welcome

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def ensure_module(code: str, title: str, credits: int | None = None, level: int | None = None) -> Module:  # noqa: A002
    """The module with this code, made if there is none. What is known already is not overwritten.

    No permission is asked: the importer and the seeds name modules, people do so by opening a network.
    """
    found = select(Module).where(Module.code == code)
    if (module := db.session.scalar(found)) is None:
        insert_once(Module, {"code": code, "title": title, "credits": credits, "level": level})
        module = db.session.scalars(found).one()
    return module


def open_network_for(
    actor: Actor | None,
    code: str,
    *,
    title: str,
    chair_email: str = "",
    chair_name: str = "",
    is_demo: bool = False,
) -> LearningNetwork:
    """Create the network of a module, in draft, and invite its chair, who sets it up and opens it.

    `actor` None is a command or a seed. A module has one network: a second is a Conflict. Invalid if the module's code
    cannot be used, or its title is missing.
    """
    actor = actor or OPERATOR
    require(actor, Permission.ADMINISTER, None)
    network, module = create_network(actor, code, title, is_demo=is_demo)
    code = module.code
    if stated(chair_email):
        chair = person_with(chair_email, chair_name or f"{code} Module Team Chair")
        welcome(actor, network, module, chair, Role.CHAIR)
    return network


def create_network(actor: Actor, code: str, title: str, *, is_demo: bool = False) -> tuple[LearningNetwork, Module]:
    """The half that opening and copying share. The caller has asked for permission.

    Conflict for a module that has its network; Invalid if the code cannot be used, or the title is missing.
    """
    code = stated(code).upper()
    _require_usable(code, title)
    module = ensure_module(code, stated(title))
    network = _new_network(module, is_demo=is_demo)
    audit.record(actor, "create the network", network, after=network.state)
    announce(NetworkMoved(network_id=network.id, actor_id=actor.person_id, before="", after=network.state))
    return network, module


def _require_usable(code: str, title: str) -> None:
    faults = {}
    if not _CODE.fullmatch(code):
        faults["code"] = [gettext("A module code is letters and digits, such as S215 or MST124.")]
    if not stated(title):
        faults["title"] = [gettext("Please write the module's title.")]
    if faults:
        raise Invalid(gettext("The network was not created."), faults)


def _new_network(module: Module, *, is_demo: bool) -> LearningNetwork:
    at = clock.now()
    values = {"module_id": module.id, "slug": module.code.lower(), "state": NETWORK.initial, "is_demo": is_demo}
    if not insert_once(LearningNetwork, values | {"state_since": at, "created_at": at, "version": 1}):
        raise Conflict(gettext("%(code)s has its learning network already.", code=module.code))
    return db.session.scalars(select(LearningNetwork).where(LearningNetwork.module_id == module.id)).one()
