"""Actions in the state a test needs, made through the services as people would make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.actions import services
from app.actions.models import Action
from app.core import clock
from tests.people import World

WAY = {
    "open": (),
    "in_progress": ("start",),
    "blocked": ("start", "block"),
    "done": ("start", "finish"),
    "verified": ("start", "finish", "verify"),
    "dropped": ("drop",),
}
BY_OWNER = {"start", "block", "finish"}


def a_draft(world: World, owner: str = "tomos", days: int = 21, **more: Any) -> services.Draft:
    values: dict[str, Any] = {
        "title": "Record the video",
        "owner_id": getattr(world, owner).id,
        "due_on": clock.today() + timedelta(days=days),
        "success_indicator": "Live by week 15.",
    }
    return services.Draft(**{**values, **more})


def an_action(
    world: World, *, owner: str = "tomos", days: int = 21, state: str = "open", slug: str = "s215", **more: Any
) -> Action:
    """Agreed by the moderator (or MST124's chair), due in `days`, and taken along the way to `state`.

    A date in the past is given as the promise would have been: agreed before, and missed since.
    """
    keeper = world.actor("marek" if slug == "s215" else "maud")
    with clock.standing_at(clock.now() - timedelta(days=max(1 - days, 0))):
        due_on = clock.today() + timedelta(days=days + max(1 - days, 0))
        draft = a_draft(world, owner, **{"due_on": due_on, **more})
        action = services.agree_action(keeper, getattr(world, slug), draft)
    for verb in WAY[state]:
        actor = world.actor(owner) if verb in BY_OWNER else world.actor("dilys" if slug == "s215" else "maud")
        services.move_action(actor, action, verb, "The media queue is full." if verb in {"block", "drop"} else "")
    return action
