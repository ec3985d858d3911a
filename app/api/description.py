"""The OpenAPI description of /api/v1."""

from __future__ import annotations

from typing import Any

from app.api.parameters import LARGEST
from app.api.subjects import SERVED


def _whole(nullable: bool = False) -> dict[str, Any]:
    return {"type": ["integer", "null"] if nullable else "integer"}


def _fields(required: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": required, "required": list(required)}


_WEEK = _fields(
    {
        "week": _whole(),
        "registered": _whole(),
        "active_any": _whole(),
        "active_mapped": _whole(nullable=True),
        "active_mapped_pct": _whole(nullable=True),
        "clicks_per_active": {"type": ["number", "null"]},
        "withdrawn": _whole(),
    }
)
_ASSESSMENT = _fields(
    {
        "assessment": {"type": "string"},
        **{
            name: _whole(nullable=True)
            for name in (
                "due_day",
                "due_week",
                "registered_at_due",
                "submitted",
                "submitted_pct",
                "late",
                "late_pct",
                "passed",
                "passed_pct",
            )
        },
        "mean_score": {"type": ["number", "null"]},
    }
)
_TEXT = {"type": "string"}
# What is wrong with each parameter, by its name.
_FAULTS = {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}}
_OVERLAY = _fields(
    {
        "dataset": _fields({"version": _TEXT, "source": _TEXT, "attribution": _TEXT, "imported_at": _TEXT}),
        "mapping": {"type": "object"},
        "presentations": {
            "type": "array",
            "items": _fields(
                {
                    "module": _TEXT,
                    "presentation": _TEXT,
                    "weeks": {"type": "array", "items": _WEEK},
                    "assessments": {"type": "array", "items": _ASSESSMENT},
                }
            ),
        },
    }
)
_INSTANT = {"type": "string", "format": "date-time"}


def _or_null(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "null"}]}


def _told(schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {**schema, "description": words}


_KINDS = {"type": "string", "enum": [each.kind.value for each in SERVED.values()]}
_NEXT = _fields(
    {
        "who": _told(_TEXT, "Whom it waits for: a part, such as the chair, or a person's name."),
        "verb": _told(_TEXT, "What they do, as on the button."),
        "ends_with": _told(_TEXT, "What ends the wait."),
        "due_on": _told(_or_null({"type": "string", "format": "date"}), "By when, if there is a date."),
        "through": _told(
            _or_null(_fields({"kind": _KINDS, "number": _whole()})),
            "The thing whose own wait this is, if it is another's.",
        ),
    }
)
_STANDING = _fields(
    {
        "state": _told(_TEXT, "The state by its name in the database, which stays."),
        "label": _told(_TEXT, "The state in words, as on the badge."),
        "since": _told(_INSTANT, "When the wait began; of what is over, when it ended."),
        "next": _told(_or_null(_NEXT), "Who is next; null for what is over."),
        "sentence": _told(_TEXT, "The same in one sentence, as the pages say it; empty for what is over."),
    }
)
_SUBJECT = _fields(
    {
        "kind": _KINDS,
        "number": _whole(),
        "title": _TEXT,
        "path": _told(_TEXT, "The address of its page on this site."),
        "standing": _STANDING,
    }
)
# What `parameters.py` reads, no wider: a name of visible characters, never an empty one.
_NAME = {"type": "string", "minLength": 1, "pattern": "^[!-+.-~-]+$"}
_WEEK_NUMBER = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}


def _several(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": one}


_PARAMETERS = (
    ("module", True, _NAME, "Code of the module, for example FFF."),
    ("presentation", False, _NAME, "One presentation; without it, all."),
    ("activity_types", False, _several(_NAME), "Separated by commas; without it, all."),
    (
        "sites",
        False,
        _several({"type": "integer", "minimum": 0, "maximum": LARGEST}),
        "Site numbers separated by commas; without it, all.",
    ),
    ("week_from", False, _WEEK_NUMBER, "First mapped week."),
    ("week_to", False, _WEEK_NUMBER, "Last mapped week, not before the first. The series is never cut by it."),
    ("assessments", False, _several(_NAME), "Such as TMA03, separated by commas; without it, all."),
)


def _answers(ok: dict[str, Any], words: str = "The figures.") -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    told = {
        "401": "No valid token.",
        "403": "You may see the module but not ask for any measure.",
        "404": "Nothing here that you can see.",
        "422": "A parameter is wrong; the message names it.",
        "429": "Too much was asked from here; wait as long as Retry-After says.",
        "503": "The site is busy; wait as long as Retry-After says.",
    }
    answers: dict[str, Any] = {code: {"description": said, "content": error} for code, said in told.items()}
    return {"200": {"description": words, "content": {"application/json": {"schema": ok}}}, **answers}


def _in_path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, needed: bool, schema: dict[str, Any], words: str) -> dict[str, Any]:
    told = {"name": name, "in": "query", "required": needed, "description": words, "schema": schema}
    # Several values are one parameter with commas, not one parameter each.
    return {**told, "style": "form", "explode": False} if schema["type"] == "array" else told


def _paths(overlay: dict[str, Any]) -> dict[str, Any]:
    return {
        "/api/v1/networks/{slug}/topics/{number}/overlay": {
            "get": {
                "summary": "The overlay of a Tricky Topic.",
                "parameters": [_in_path("slug", _NAME), _in_path("number", {"type": "integer", "minimum": 1})],
                "responses": _answers(overlay),
            }
        },
        "/api/v1/networks/{slug}/{which}/{number}": {
            "get": {
                "summary": "A Tricky Topic, issue, intervention, action or reply, and where it stands.",
                "parameters": [
                    _in_path("slug", _NAME),
                    _in_path("which", {"type": "string", "enum": list(SERVED)}),
                    _in_path("number", {"type": "integer", "minimum": 1}),
                ],
                "responses": _answers({"$ref": "#/components/schemas/Subject"}, "What it is, and whom it waits for."),
            }
        },
        "/api/v1/measures": {
            "get": {
                "summary": "The measures of any mapping of a module, for its chair and analysts.",
                "parameters": [_in_query(*each) for each in _PARAMETERS],
                "responses": _answers(overlay),
            }
        },
    }


def describe() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Learning networks",
            "version": "1",
            "description": "Counts are rounded to 5; a percentage with a denominator below 22.5, or with 0 to 4 "
            "students in the part or in the rest, and a mean of fewer than 8 values, are null. Not for assessing tutors or single students.",
        },
        "security": [{"bearer": []}],
        "paths": _paths({"$ref": "#/components/schemas/Overlay"}),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Overlay": _OVERLAY,
                "Subject": _SUBJECT,
                "Error": _fields(
                    {"error": _fields({"status": _whole(), "message": _TEXT, "help": _TEXT, "fields": _FAULTS})}
                ),
            },
        },
    }
