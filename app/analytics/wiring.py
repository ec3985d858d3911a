"""Plugs the analytics panel into the application."""

from __future__ import annotations

from flask import Flask

from app.analytics import current_store, mapping_choices, panels
from app.analytics.cli import commands
from app.analytics.keeping import jobs
from app.analytics.keeping.services import KIND as CHECK
from app.analytics.keeping.views import blueprint as datasets
from app.analytics.questions.models import FigureQuestion
from app.analytics.questions.views import blueprint as questions
from app.analytics.views import blueprint
from app.core import outbox
from app.core.personal.retention import keep
from app.core.personal_data import Period
from app.core.text.words import in_units
from app.web.page.panels import offer
from app.web.serving import health
from app.web.worker.jobs import apart, periodically


def init_app(app: Flask) -> None:
    home = app.extensions["settings"].analytics_home
    current_store.use_store(home)
    app.register_blueprint(blueprint)
    app.register_blueprint(questions)
    app.register_blueprint(datasets)
    app.cli.add_command(commands)
    app.add_template_filter(panels.imported_on)
    app.add_template_filter(in_units)
    offer("topics.topic.data", panels.overlay_panel)
    offer("topics.topic.sections", panels.section_of_topic, order=10)
    offer("administration.ways", panels.way_to_datasets, order=60)
    offer("frame.account", panels.link_to_datasets, order=40)
    offer("networks.nav", panels.nav, order=60)
    offer("planner.planner.main", panels.planner_differences)
    offer("topics.mapping.choices", mapping_choices.mapping_choices)
    health.check_also("analytics", _store_is_fit)
    check = apart(app, "check_datasets", jobs.check_uploads)
    outbox.register(CHECK, lambda _payload: check(), erase_when_done=True)
    periodically(app, "check_datasets_that_wait", jobs.check_uploads, minute="*")
    periodically(app, "forget_uploads", jobs.forget_uploads, minute="25")
    keep(Period.QUESTIONS, FigureQuestion, lambda at: FigureQuestion.last_at < at)


def _store_is_fit() -> str:
    try:
        return "; ".join(current_store.store().faults())
    except Exception as fault:  # noqa: BLE001 -- any failure is the answer
        return f"the analytics store cannot be read ({type(fault).__name__})"
