"""The pages of interventions: pipeline, proposing, one intervention and its steps."""

from __future__ import annotations

from app.interventions.views import listing, proposing, steps
from app.interventions.views.page import blueprint

__all__ = ["blueprint", "listing", "proposing", "steps"]
