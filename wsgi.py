"""The WSGI application."""

from __future__ import annotations

import sys

from app import create_app
from config import BadSetting

try:
    app = create_app()
except BadSetting as fault:
    # For whoever starts the site, or a command of it: the sentence, and no traceback above it.
    sys.exit(str(fault))
