"""What nobody uses, as vulture sees it, less what a template, a framework or a reader of rows uses: `make check` asks.

python -m tests.architecture.unused
"""

from __future__ import annotations

import re
import sys
from fnmatch import fnmatch

from vulture import Vulture

from tests.architecture.source import ROOT, project_files, short

#: A function under one of these is called by what it is handed to.
CALLED_BY = (
    "@*blueprint.*", "@*.command", "@*.group", "@app.*", "@*.errorhandler", "@*.listens_for", "@*.user_loader", "@*.context_processor",
    "@*.before_request", "@*.after_request", "@*.url_value_preprocessor", "@*compiles*", "@validates",
)  # fmt: skip

#: Names that are used where vulture does not look, each with who uses them.
USED: dict[str, str] = {
    "validate_*": "WTForms calls it for the field",
    "bind_field": "WTForms calls it for each field",
    "handle_*": "Python's HTML parser calls it",
    "process_bind_param": "SQLAlchemy calls it",
    "get_cookie_name": "Flask calls it",
    "get_cookie_secure": "Flask calls it",
    "get_id": "Flask-Login calls it",
    "incr": "limits calls it",
    "get_expiry": "limits calls it",
    "base_exceptions": "limits reads it",
    "post_worker_init": "gunicorn calls it",
    "worker_exit": "gunicorn calls it",
    "finish_request": "gunicorn calls it",
    "murder_keepalived": "gunicorn calls it",
    "_make_node": "Jinja calls it",
    "_cap_keepalive": "gunicorn calls it",
}


def unused() -> list[str]:
    """Each with its file and line."""
    vulture = Vulture(ignore_decorators=CALLED_BY)
    vulture.scavenge(
        [
            ROOT / top
            for top in (
                "app",
                "config.py",
                "wsgi.py",
                "gunicorn.conf.py",
                "gunicorn.streams.py",
                "log_lines.py",
                "setting_rules.py",
                "whole_requests.py",
                "scripts",
            )
        ]
    )
    in_templates = words_of_templates()
    return [
        f"{short(item.filename)}:{item.first_lineno} {item.typ} {item.name}"
        for item in vulture.get_unused_code(min_confidence=60)
        # Columns, members of an enumeration and fields of a row are variables to it, and are read by what reads the row.
        if item.typ not in {"variable", "attribute"}
        and item.name not in in_templates
        and not any(fnmatch(item.name, name) for name in USED)
    ]


def words_of_templates() -> set[str]:
    """Whatever a template could name."""
    kinds = {".html", ".txt", ".js", ".toml"}
    texts = (
        path.read_text(encoding="utf-8")
        for path in project_files()
        if path.suffix in kinds and "templates" in path.parts
    )
    return {word for text in texts for word in re.findall(r"\w+", text)}


if __name__ == "__main__":
    found = unused()
    print(*found, sep="\n")
    sys.exit(bool(found))
