"""Static files under an address that changes with their content, so that browsers may keep them for good.

The fingerprint covers the whole folder: a script's relative imports and a style sheet's fonts then
carry it too. WhiteNoise serves them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parents[2] / "static"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(STATIC)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def init_app(app: Flask) -> None:
    prefix = "static" if app.debug else f"static/{_fingerprint()}"

    def asset(name: str) -> str:
        return f"/{prefix}/{name}"

    app.add_template_global(asset)
    # A feature's fragments stand on other features' pages, so each page links every feature's sheet.
    sheets = sorted(path.stem for path in (STATIC / "css" / "features").glob("*.css"))
    app.add_template_global(lambda: sheets, "feature_sheets")
    kept = 0 if app.debug else 31_536_000
    # Each request looks at the folder while developing; otherwise files are found once, at the start.
    files = WhiteNoise(app.wsgi_app, autorefresh=app.debug, max_age=kept, immutable_file_test=lambda *_: not app.debug)
    # The process for streams serves no pages.
    if STATIC.exists() and not app.extensions["settings"].serves_streams:
        files.add_files(str(STATIC), prefix=f"{prefix}/")
    app.wsgi_app = files  # type: ignore[method-assign]
