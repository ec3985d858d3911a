"""Which language a request is answered in: the site's own."""

from __future__ import annotations

from flask import Flask, current_app

from app.core.language.catalogues import language
from app.core.language.spoken import ENGLISH, Language, speak
from config import BadSetting, Settings


def of_the_site() -> Language:
    """What the site's pages and letters are in, unless their reader chose another."""
    chosen: Language = current_app.extensions["language"]
    return chosen


def init_app(app: Flask, settings: Settings) -> None:
    """To be called before other parts: what they say to a request is said in its language, too."""
    try:
        app.extensions["language"] = language(settings.site_language)
    except ValueError as fault:
        raise BadSetting(f"SITE_LANGUAGE names no language of this site: {fault}.") from fault

    @app.before_request
    def _speak() -> None:
        speak(of_the_site())

    @app.teardown_request
    def _over(_fault: BaseException | None) -> None:
        # Whatever runs in this thread next says for itself what it speaks.
        speak(ENGLISH)
