"""The Flask extensions, made once and bound to the application in the factory."""

from __future__ import annotations

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

login = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)
