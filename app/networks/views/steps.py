"""From one step of setting a network up to the next: while it has not begun, saving one leads on."""

from __future__ import annotations

from app.core.permissions import allowed
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.web.actor import actor
from app.web.page.panels import SetUpStep, collect


def set_up_steps(network: LearningNetwork) -> list[SetUpStep]:
    """All steps in their order, of this network and for whoever acts."""
    return collect("networks.set_up.steps", actor=actor(), network=network)


def after_step(network: LearningNetwork, url: str, *, otherwise: str = "") -> str:
    """Where whoever has just saved the step at `url` goes: to the first one after it that is not done. Where nobody is being
    led through the steps, or none is left: to `otherwise`, by default where they were.
    """
    otherwise = otherwise or url
    if network.state != "draft" or not allowed(actor(), Permission.SET_UP, network):
        return otherwise
    steps = set_up_steps(network)
    here = next((index for index, step in enumerate(steps) if step.url == url), -1)
    return next((step.url for step in steps[here + 1 :] if not step.done), otherwise)
