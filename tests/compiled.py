"""Compiled templates, shared by all applications of a run: each would take ten milliseconds for each template, and a run
makes hundreds of applications in dozens of processes.
"""

from __future__ import annotations

import os

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from app.web.serving.site import Site
from app.web.serving.templates import Templates

#: In the environment: the folder in which they lie.
COMPILED = "TESTS_COMPILED_TEMPLATES"


def share_templates() -> None:
    """Let the applications that this process makes from now on take them from there, and put there what is new."""
    if COMPILED in os.environ:
        Site.jinja_options = {"bytecode_cache": _ByLanguage(os.environ[COMPILED])}


class _ByLanguage(FileSystemBytecodeCache):
    """A compiled template holds the words of its language."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        assert isinstance(environment, Templates)
        return super().get_bucket(environment, f"{environment.language.tag}:{name}", filename, source)
