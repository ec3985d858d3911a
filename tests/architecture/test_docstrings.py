"""Each public service says what it does and names the errors that its own file raises for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Function, called_name, calls_in, tree_of
from tests.architecture.test_services_audit import public_functions

#: How a docstring may name each error of app/core/errors.py.
NAMED_BY = {
    "Refused": r"\b[Rr]efused\b",
    "Invalid": r"\b[Ii]nvalid\b",
    "Conflict": r"\bConflict\b",
    "NotFound": r"\bNotFound\b",
    "Unsaid": r"\bUnsaid\b",
}

#: Functions of other files that raise, by what they raise. Those that ask for permission are not here: every verb
#: refuses whoever may not.
RAISED_BY_CALLING = {"expect_version": "Conflict", "expect_same": "Conflict"}


def test_every_public_service_has_a_docstring() -> None:
    assert [name for name, node, _ in public_functions("services") if not ast.get_docstring(node)] == []


def test_every_public_service_names_the_errors_it_raises() -> None:
    unnamed = {
        name: sorted(missing)
        for name, node, path in public_functions("services")
        if (missing := errors_raised(node, tree_of(path)) - errors_named(ast.get_docstring(node) or ""))
    }
    assert unnamed == {}


def test_an_error_counts_wherever_the_file_raises_it() -> None:
    assert raised_by("def verb():\n    raise Invalid('No.')") == {"Invalid"}
    assert raised_by("def verb():\n    raise errors.NotFound") == {"NotFound"}
    assert raised_by("def verb():\n    expect_version(topic, seen)") == {"Conflict"}
    assert raised_by("def verb():\n    _a()\ndef _a():\n    _b()\ndef _b():\n    _a()\n    raise Refused") == {
        "Refused"
    }


def test_what_another_verb_or_a_question_of_permission_raises_does_not_count() -> None:
    assert raised_by("def verb():\n    other()\ndef other():\n    raise Invalid('No.')") == set()
    assert raised_by("def verb():\n    require(actor, Permission.EDIT, topic)") == set()
    assert raised_by("def verb():\n    raise ValueError('For programmers.')") == set()


def test_an_error_is_named_by_a_whole_word() -> None:
    assert errors_named("Refused once it is closed; NotFound for another's.") == {"Refused", "NotFound"}
    assert errors_named("End the invalidated links; conflicts are left.") == set()


def errors_named(docstring: str) -> set[str]:
    return {error for error, words in NAMED_BY.items() if re.search(words, docstring)}


def errors_raised(verb: Function, tree: ast.Module) -> set[str]:
    """What the function raises, itself or through private functions of its own file."""
    return {error for node in reached_from(verb, tree) for error in errors_in(node)}


def reached_from(verb: Function, tree: ast.Module) -> list[Function]:
    """The function, and the private ones of its file that it calls, and those that these call."""
    private = {each.name: each for each in tree.body if isinstance(each, Function) and each.name.startswith("_")}
    reached = [verb]
    for node in reached:
        called = {called_name(call) for call in calls_in(node)}
        reached += [each for name, each in private.items() if name in called and each not in reached]
    return reached


def errors_in(function: Function) -> Iterator[str]:
    """The errors named in its `raise` statements, and those of the functions in the table that it calls."""
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and node.exc is not None:
            name = last_word(node.exc)
            if name in NAMED_BY:
                yield name
    yield from (RAISED_BY_CALLING[name] for name in map(called_name, calls_in(function)) if name in RAISED_BY_CALLING)


def last_word(raised: ast.expr) -> str:
    """`Invalid` for each of `Invalid`, `Invalid(…)` and `errors.Invalid(…)`."""
    target = raised.func if isinstance(raised, ast.Call) else raised
    return target.attr if isinstance(target, ast.Attribute) else ast.unparse(target)


def raised_by(source: str) -> set[str]:
    """What the first function of this text raises."""
    tree = ast.parse(source)
    verb = tree.body[0]
    assert isinstance(verb, Function)
    return errors_raised(verb, tree)
