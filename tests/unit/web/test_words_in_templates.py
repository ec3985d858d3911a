"""What a template says in a language: put in as it is compiled, with the values where the translation has them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader

from app.core.language.spoken import ENGLISH, Language, speaking
from app.web.serving.templates import Templates
from tests.pseudo import PSEUDO

TURNED = {"%(name)s votes for <b>%(title)s</b>": "<b>%(title)s</b> has 100%% of %(name)s, %(name)s"}
OTHER = Language(
    "xx", lambda words: TURNED.get(words, words), lambda _, words: words, PSEUDO.ngettext, PSEUDO.plural_of, (1, 2, 0)
)


def said(template: str, language: Language = ENGLISH, **values: Any) -> str:
    made = Templates(Flask(__name__), autoescape=True, loader=DictLoader({"it": template}))
    made = made if language is ENGLISH else made.in_language(language)
    with speaking(language):
        return made.get_template("it").render(**values)


def test_a_text_stands_as_it_is_written() -> None:
    assert said("<p>{% trans %}Don't <b>go</b>{% endtrans %}</p>") == "<p>Don't <b>go</b></p>"


def test_a_text_over_several_lines_is_one_message() -> None:
    assert said("{% trans %}\n  One\n  two\n{% endtrans %}") == "One two"


def test_another_language_leaves_tags_and_values_alone() -> None:
    words = "{% trans name=who %}Write to <b>{{ name }}</b>{% endtrans %}"
    assert said(words, PSEUDO, who="<Ann>") == "Ẃŕíťé ťó <b>&lt;Ann&gt;</b>"


def test_values_stand_where_the_translation_has_them() -> None:
    words = "{% trans %}{{ name }} votes for <b>{{ title }}</b>{% endtrans %}"
    assert said(words, OTHER, name="Ann", title="Moles & co") == "<b>Moles &amp; co</b> has 100% of Ann, Ann"


def test_a_per_cent_is_a_per_cent() -> None:
    assert said("{% trans %}50% of {{ n }}{% endtrans %}", n=3) == "50% of 3"
    assert said("{% trans %}50%{% endtrans %}") == "50%"


@pytest.mark.parametrize(("count", "words"), [(0, "0 votes"), (1, "1 vote"), (1204, "1,204 votes")])
def test_a_number_chooses_its_sentence(count: int, words: str) -> None:
    assert said("{% trans count=n %}{{ count }} vote{% pluralize %}{{ count }} votes{% endtrans %}", n=count) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0 ṽóťéś"), (1, "1 ṽóťé"), (2, "2 ṽóťéś")])
def test_another_language_has_plurals_of_its_own(count: int, words: str) -> None:
    text = "{% trans count=n|length %}{{ count }} vote{% pluralize %}{{ count }} votes{% endtrans %}"
    assert said(text, PSEUDO, n=[1] * count) == words


def test_words_in_an_expression_are_plain_text() -> None:
    assert said("{{ _(\"Don't\") }}{{ _('Go') if yes else _('Stay') }}", yes=True) == "Don&#39;tGo"
    assert said("{{ _('Write to %(name)s', name=who) }}", PSEUDO, who="<Ann>") == "Ẃŕíťé ťó &lt;Ann&gt;"


def test_a_template_knows_its_language() -> None:
    assert said("{{ language_tag }}") == "en-GB"
    assert said("{{ language_tag }}", PSEUDO) == "x-pseudo"


def test_texts_without_numbers_cost_nothing_at_each_rendering() -> None:
    template = "{% trans %}One{% endtrans %} {{ _('two') }} <i>{% trans %}three{% endtrans %}</i>"
    made = Templates(Flask(__name__), autoescape=True, loader=DictLoader({"it": template})).get_template("it")
    assert list(made.generate()) == ["One two <i>three</i>"]
