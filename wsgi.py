"""The WSGI application."""

from __future__ import annotations

import sys

import log_lines
from app import create_app
from config import BadSetting, Settings

try:
    settings = Settings.from_environment()
    log_lines.begin(settings.log_format)
    app = create_app(settings)
except BadSetting as fault:
    # For whoever starts the site, or a command of it: the sentence, and no traceback above it.
    sys.exit(str(fault))
