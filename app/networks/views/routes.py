"""The blueprint that the pages of this feature hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("networks", __name__, template_folder="../templates")
