"""Compiled templates, shared by all applications of a run: each would take ten milliseconds for each template, and a run
makes hundreds of applications in dozens of processes.
"""

from __future__ import annotations

import os

from jinja2 import FileSystemBytecodeCache

from app.web.serving.site import Site

#: In the environment: the folder in which they lie.
COMPILED = "TESTS_COMPILED_TEMPLATES"


def share_templates() -> None:
    """Let the applications that this process makes from now on take them from there, and put there what is new."""
    if COMPILED in os.environ:
        Site.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(os.environ[COMPILED])}
