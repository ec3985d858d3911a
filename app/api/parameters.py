"""Query strings, read strictly: an unknown or malformed parameter is named, never ignored."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from app.analytics.measures import MaterialQuery
from app.core.errors import Invalid

KNOWN = ("module", "presentation", "activity_types", "sites", "week_from", "week_to", "assessments")


#: What a number may be at most, and its negative at least. It is in the description too.
LARGEST = 999_999_999


def mapping_from(args: MultiDict[str, str]) -> MaterialQuery:
    """The mapping that a query string describes. Raises Invalid with one entry per faulty parameter."""
    faults: dict[str, list[str]] = {}
    for name in args:
        if name not in KNOWN:
            faults[name] = [f"There is no parameter {name}; there are {', '.join(KNOWN)}."]
        elif len(args.getlist(name)) > 1:
            faults[name] = [f"Give {name} once; separate several values by commas."]
        elif name != "module" and not all(word.strip() for word in args[name].split(",")):
            # Read as left out, it would answer more than was asked.
            faults[name] = [f"{name} is empty, or holds nothing between two commas; give a value or leave it out."]
    if not args.get("module", "").strip():
        faults["module"] = ["Please name a module, for example module=FFF."]
    week_from = _whole(args, "week_from", faults)
    week_to = _whole(args, "week_to", faults)
    sites = [_number("sites", word, faults) for word in _words(args, "sites")]
    if faults:
        raise Invalid(
            "The question could not be read. " + " ".join(each for some in faults.values() for each in some), faults
        )
    return MaterialQuery(
        module=args["module"].strip(),
        presentation=args.get("presentation", "").strip() or None,
        week_from=week_from,
        week_to=week_to,
        activity_types=tuple(_words(args, "activity_types")) or None,
        sites=tuple(site for site in sites if site is not None) or None,
        assessments=tuple(_words(args, "assessments")),
    )


def _words(args: MultiDict[str, str], name: str) -> list[str]:
    return [word.strip() for word in args.get(name, "").split(",") if word.strip()]


def _whole(args: MultiDict[str, str], name: str, faults: dict[str, list[str]]) -> int | None:
    text = args.get(name, "").strip()
    return _number(name, text, faults) if text else None


def _number(name: str, text: str, faults: dict[str, list[str]]) -> int | None:
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= len(str(LARGEST)):
        return int(text)
    faults.setdefault(name, []).append(f"{name} is “{text}”, which is not a whole number of up to nine digits.")
    return None
