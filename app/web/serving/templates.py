"""Jinja with the language put in as a template is compiled, once for each language: a page then costs no more than before.

`{% trans %}` gives HTML, with the values written where the translation has them; `_("…")` in an expression gives a plain text.
Both are constants of the compiled template. Only a plural is chosen at each rendering, by its number, and a message that is
given values inside an expression is put together there.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.ext import InternationalizationExtension
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from app.core.language.spoken import ENGLISH, SOURCE, Language, gettext, ngettext, pgettext, spoken

#: What stands in a message for a value, and what stands in it for a per cent.
_VALUE = re.compile(r"%\((\w+)\)s|%(%)")


class Templates(Environment):
    """For one language. The others are overlays: they share everything but what is compiled."""

    language: Language = ENGLISH

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.policies["ext.i18n.trimmed"] = True
        self.add_extension(Translated)
        self.globals.update(
            _=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, which_plural=_which_plural
        )
        self.filters["in_figures"] = _in_figures

    def in_language(self, language: Language) -> Templates:
        """The same templates with the words of this language."""
        other: Templates = self.overlay()
        other.language = language
        return other

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The one map of globals, unless a template is given some of its own; then a layer over it, as Jinja does."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _PutIn(self.language).visit(super()._parse(source, name, filename))


def _words(message: str, **values: object) -> str:
    """A plain text, unless something that is put in is HTML already: then all of it is."""
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(gettext(message)) % values
    return gettext(message, **values)


def _which_plural(count: int) -> int:
    return spoken().plural_of(count)


def _in_figures(count: Any) -> str:
    return f"{count:,}" if isinstance(count, int) else str(count)


class Translated(InternationalizationExtension):
    """Jinja's own `{% trans %}`, which asks at each rendering, made to ask once."""

    environment: Templates

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,  # noqa: ARG002 -- Jinja's signature
        num_called_num: bool,  # noqa: ARG002
    ) -> Any:
        language = self.environment.language
        if plural is None or plural_expr is None:
            words = language.pgettext(context, singular) if context else language.gettext(singular)
            return self._written(words, variables)
        shown = {name: _figures(value) if value is plural_expr else value for name, value in variables.items()}
        forms = [self._written(language.ngettext(singular, plural, number), shown) for number in language.numbers]
        return _chosen(language, plural_expr, forms)

    def _written(self, words: str, variables: dict[str, nodes.Expr]) -> nodes.Output:
        """Text and values in the order of the translation."""
        parts: list[nodes.Expr] = []
        at = 0
        for found in _VALUE.finditer(words):
            parts.append(nodes.TemplateData(words[at : found.start()]))
            parts.append(variables[found[1]] if found[1] else nodes.TemplateData("%"))
            at = found.end()
        parts.append(nodes.TemplateData(words[at:]))
        return nodes.Output([each for each in parts if not isinstance(each, nodes.TemplateData) or each.data])


def _figures(count: nodes.Expr) -> nodes.Expr:
    """The number as it is written. Most are small, and need no function for that."""
    written = nodes.Filter(count, "in_figures", [], [], None, None)
    if not isinstance(count, nodes.Name | nodes.Getattr):
        return written
    return nodes.CondExpr(nodes.Compare(count, [nodes.Operand("lt", nodes.Const(1000))]), count, written)


def _chosen(language: Language, count: nodes.Expr, forms: list[nodes.Output]) -> nodes.Node:
    """Of a sentence's plurals the one that goes with the number."""
    if len(forms) == 1:
        return forms[0]
    if language.tag == SOURCE:
        which, first = count, 1
        tests = [nodes.Compare(which, [nodes.Operand("eq", nodes.Const(first))])]
    else:
        asked = nodes.Call(nodes.Name("which_plural", "load"), [count], [], None, None)
        tests = [nodes.Compare(asked, [nodes.Operand("eq", nodes.Const(form))]) for form in range(len(forms) - 1)]
    otherwise: list[nodes.Node] = [forms[-1]]
    for test, form in reversed(list(zip(tests, forms, strict=False))):
        otherwise = [nodes.If(test, [form], [], otherwise)]
    return otherwise[0]


class _PutIn(NodeTransformer):
    """Puts the words into a template that was read, and joins what stands side by side: each piece of text costs a call."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node, *args, **kwargs)
        for name in node.fields:
            if isinstance(body := getattr(node, name), list):
                setattr(node, name, _joined(body))
        return node

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 -- Jinja's
        if isinstance(node.node, nodes.Name) and node.node.name in {"_", "gettext"}:
            message = node.args[0]
            if not node.kwargs and isinstance(message, nodes.Const):
                return nodes.Const(self._language.gettext(message.value), lineno=node.lineno)
        return self.generic_visit(node, *args, **kwargs)

    def visit_Name(self, node: nodes.Name, *_args: Any, **_kwargs: Any) -> nodes.Node:  # noqa: N802
        """`language_tag` is the one of the language that the template is in."""
        if node.name == "language_tag":
            return nodes.Const(self._language.tag, lineno=node.lineno)
        return node


def _joined(body: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for each in body:
        if isinstance(each, nodes.Output) and joined and isinstance(joined[-1], nodes.Output):
            joined[-1] = nodes.Output([*joined[-1].nodes, *each.nodes], lineno=joined[-1].lineno)
        else:
            joined.append(each)
    return joined
