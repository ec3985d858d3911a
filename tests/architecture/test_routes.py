"""Every address is guarded: signed in unless listed here, and nothing changes without the form's own token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.web.extensions import csrf
from tests.architecture.addresses import SAFE, address_of, changes_something
from tests.client import new_session
from tests.people import World

#: What needs no sign-in, by endpoint, each with its reason.
PUBLIC: dict[str, str] = {
    "accounts.ask_for_reset": "whoever forgot the password cannot be signed in",
    "accounts.check_in": "the form of the sign-in page is sent here",
    "accounts.new_address": "the link that came by mail is the key",
    "accounts.old_address": "the link that came by mail is the key",
    "accounts.reset": "the link that came by mail is the key",
    "accounts.set_up": "the key printed where the site was started is the key",
    "accounts.sign_in": "the page where one signs in",
    "accounts.take_up_invitation": "the link that came by mail is the key",
    "api.measures": "asks for a bearer token itself, and answers without one in JSON",
    "api.subject": "asks for a bearer token itself, and answers without one in JSON",
    "api.openapi": "describes the API, and holds nobody's data",
    "api.topic_overlay": "asks for a bearer token itself, and answers without one in JSON",
    "gallery.components": "shows the components; exists in debug and in tests only",
    "gallery.errors": "shows the error pages; exists in debug and in tests only",
    "health.healthz": "a supervisor asks whether the process answers",
    "health.readyz": "a supervisor asks whether the site is fit, and why not",
    "privacy.privacy": "whoever is invited reads it before they agree to anything",
    "workshops.answer_by_link": "the signed link that came by mail is the key",
    "letters.choose": "the signed link that came by mail is the key",
    "mail.stop": "the signed link that came by mail is the key",
    "networks.confirm_joining": "the signed link that came by mail is the key",
    "networks.join": "the signed link that a chair passes on is the key; shows a module and a purpose",
    "networks.keys": "says which keys lead about, and nothing else",
    "networks.front": "says what this is to people who are not members",
}

#: Blueprints whose requests carry a token of their own and ask no cookie, so that no stranger's page can send them: a
#: bearer's, or in the address of a letter's link, to which a mail program's own button posts without any form of ours.
BY_TOKEN = frozenset({"api", "letters", "mail"})


def rules(site: Flask) -> Iterator[Rule]:
    return (rule for rule in site.url_map.iter_rules() if rule.endpoint != "static")


def is_public(site: Flask, rule: Rule) -> bool:
    return bool(getattr(site.view_functions[rule.endpoint], "is_public", False))


def test_what_needs_no_sign_in_is_listed_with_its_reason(site: Flask) -> None:
    marked = {rule.endpoint for rule in rules(site) if is_public(site, rule)}
    assert marked == set(PUBLIC)
    assert all(len(reason.split()) > 3 for reason in PUBLIC.values())


def test_a_stranger_is_asked_to_sign_in(site: Flask) -> None:
    """Whatever the method; and the answer never depends on whether the thing exists."""
    open_to_all = []
    client = site.test_client()
    for rule in rules(site):
        if is_public(site, rule):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            with without_csrf(site):
                answer = client.open(address_of(rule), method=method)
            if answer.status_code not in {302, 303, 401}:
                open_to_all.append(f"{method} {rule.rule}: {answer.status_code}")
    assert open_to_all == []


def test_nothing_changes_without_the_forms_token(site: Flask) -> None:
    """For somebody who is signed in: that is whom another site's page would use."""
    client = site.test_client()
    with site.app_context(), client.session_transaction() as session:
        session["_user_id"] = new_session(World().marek.id)
        session["_fresh"] = True
    accepted = []
    for rule in rules(site):
        if rule.endpoint.split(".")[0] in BY_TOKEN or not changes_something(rule):
            continue
        for method in sorted((rule.methods or set()) - SAFE):
            answer = client.open(address_of(rule), method=method)
            if answer.status_code != 400:
                accepted.append(f"{method} {rule.rule}: {answer.status_code}")
    assert accepted == []


def test_only_token_bearers_are_spared_the_forms_token() -> None:
    spared = {str(view).rsplit(".", maxsplit=1)[0] for view in csrf._exempt_views}
    assert {name for name in spared if not name.startswith("app.api.")} == set()
    assert {blueprint.name for blueprint in csrf._exempt_blueprints} <= BY_TOKEN


class without_csrf:  # noqa: N801 - reads as a phrase
    """Let requests through to the question of who asks."""

    def __init__(self, site: Flask) -> None:
        self.site = site

    def __enter__(self) -> None:
        self.site.config["WTF_CSRF_ENABLED"] = False

    def __exit__(self, *_: object) -> None:
        self.site.config["WTF_CSRF_ENABLED"] = True


def test_there_is_something_to_guard(site: Flask) -> None:
    """The checks above would be content with an empty site."""
    if not any(changes_something(rule) for rule in rules(site)):
        pytest.fail("No address changes anything: the features are not wired.")
