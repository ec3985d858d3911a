"""What has been kept for as long as the settings say goes, and a dry run says by kind how much that would be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.drafts.services import UnsentWords, keep_draft
from app.accounts.models import AccountLink, ApiToken, LinkPurpose, SignIn
from app.accounts.services import close_account, make_token, reopen_account
from app.core import audit, clock, outbox
from app.core.concurrency.receipts import FormReceipt, keep_receipt
from app.core.db import Model, db
from app.core.personal.retention import old_rows
from app.core.personal_data import Period, declared
from app.networks.models import Membership, Role
from app.notifications.models import Notice
from app.privacy.periods import SETTINGS, delete_what_is_old, what_is_old
from config import BadSetting, Settings
from tests.client import new_session
from tests.people import FRIDAY, World


def many(model: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def a_notice(world: World, age: int) -> None:
    at = clock.now() - timedelta(days=age)
    row = Notice(
        person_id=world.amina.id, once_key=f"reply:{age}", kind="reply", url="/home", created_at=at, mail_after=at
    )
    db.session.add(row)


def old_and_new(world: World) -> None:
    """Of each kind one that is old and one that is not."""
    real = clock.real_now()
    for age in (500, 1):
        a_notice(world, age)
        new_session(world.amina.id)
        session = db.session.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(1)).one()
        session.ended_at = real - timedelta(days=age)
        at = real - timedelta(days=age)
        link = {"purpose": LinkPurpose.RESET, "created_at": at, "expires_at": at, "token_hash": f"link {age}"}
        db.session.add(AccountLink(person_id=world.amina.id, **link))
        make_token(world.actor("amina"), world.amina, f"token {age}")
        db.session.scalars(select(ApiToken).order_by(ApiToken.id.desc()).limit(1)).one().revoked_at = at
        keep_receipt(f"form {age}", world.amina.id, "/home")
        db.session.scalars(select(FormReceipt).order_by(FormReceipt.id.desc()).limit(1)).one().at = at
        outbox.enqueue("mail", {}, once=f"letter {age}")
        owed = db.session.scalars(select(outbox.OutboxItem).order_by(outbox.OutboxItem.id.desc()).limit(1)).one()
        owed.done_at = clock.now() - timedelta(days=age)
        with clock.standing_at(clock.now() - timedelta(days=age)):
            words = UnsentWords(f"begun-{age}-days-ago", "reply-1", "/home", "Home", {"body": "Half a thought"})
            keep_draft(world.actor("amina"), words, 0)
    with clock.standing_at(FRIDAY - timedelta(days=800)):
        audit.record(world.actor("amina"), "change the password", world.amina)
        audit.record(world.actor("dilys"), "end the membership", db.session.get_one(Membership, 1))
    db.session.commit()


def test_what_is_old_goes_and_the_rest_stays(app: Flask, world: World) -> None:
    old_and_new(world)
    settings = app.extensions["settings"]
    foreseen = {each.period: each.many for each in what_is_old(settings)}
    assert many(Notice) == 2, "looking changes nothing"
    gone = {each.period: each.many for each in delete_what_is_old(settings)}
    assert gone == foreseen
    assert gone == {
        Period.SIGN_INS: 3,
        Period.RECEIPTS: 1,
        Period.NOTICES: 1,
        Period.DRAFTS: 1,
        Period.LETTERS: 1,
        Period.QUESTIONS: 0,
        Period.ACCOUNT_HISTORY: 1,
        Period.CLOSED_ACCOUNTS: 0,
    }
    assert [many(each) for each in (Notice, SignIn, AccountLink, ApiToken, FormReceipt)] == [1, 1, 1, 1, 1]
    verbs = set(db.session.scalars(select(audit.AuditEntry.verb)))
    assert ("change the password" in verbs, "end the membership" in verbs) == (False, True), (
        "a network keeps its history"
    )
    assert all(each.many == 0 for each in delete_what_is_old(settings)), "and again there is nothing to do"


def test_without_an_end_nothing_goes(app: Flask, world: World) -> None:
    old_and_new(world)
    none = {name: 0 for name in SETTINGS.values() if name not in {"keep_sign_ins_days", "keep_receipts_days"}}
    delete_what_is_old(replace(app.extensions["settings"], **none))
    assert many(Notice) == 2


def test_an_account_that_has_been_closed_for_long_is_erased(app: Flask, world: World) -> None:
    settings = app.extensions["settings"]
    with clock.standing_at(FRIDAY - timedelta(days=1100)):
        close_account(world.actor("ada"), world.ben)
        close_account(world.actor("ada"), world.dilys)
        close_account(world.actor("ada"), world.marek)
        reopen_account(world.actor("ada"), world.marek)
    close_account(world.actor("ada"), world.tomos)
    db.session.commit()
    found = {each.period: each.many for each in delete_what_is_old(settings)}
    assert found[Period.CLOSED_ACCOUNTS] == 1
    assert world.ben.name == "AL, former member"
    assert [each.name for each in (world.dilys, world.marek, world.tomos)] == ["Dilys", "Marek", "Tomos"], (
        "the only chair waits for another, one was opened again, one is closed since today"
    )
    db.session.add(Membership(network_id=1, person_id=world.tomos.id, role=Role.CHAIR, joined_at=FRIDAY))
    db.session.commit()
    delete_what_is_old(settings)
    assert world.dilys.erased_at is not None


def test_the_command_says_by_kind_what_would_go(app: Flask, world: World) -> None:
    old_and_new(world)
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["site", "retention", "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "Notices: 1 would go (kept for 400 days, KEEP_NOTICES_DAYS)." in dry.output
    assert many(Notice) == 2
    done = runner.invoke(args=["site", "retention"])
    assert "Notices: 1 deleted (kept for 400 days, KEEP_NOTICES_DAYS)." in done.output
    assert many(Notice) == 1


def test_every_period_that_is_declared_ends_by_itself_or_with_what_it_belongs_to(app: Flask) -> None:
    """A declaration that no code obeys is none."""
    used = {each.personal.kept for each in declared(Model.metadata)}
    by_themselves = {Period.NETWORK, Period.ACCOUNT, Period.MOMENT}
    assert used - by_themselves <= SETTINGS.keys()
    obeyed = {each.period for each in old_rows(dict.fromkeys(SETTINGS, 1))}
    assert SETTINGS.keys() == obeyed | {Period.CLOSED_ACCOUNTS}
    assert set(Period) == by_themselves | SETTINGS.keys()


@pytest.mark.parametrize(
    ("name", "value"), [("KEEP_NOTICES_DAYS", "-1"), ("KEEP_SIGN_INS_DAYS", "0"), ("KEEP_LETTERS_DAYS", "a year")]
)
def test_a_period_that_cannot_be_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} is"):
        Settings.from_environment({name: value})


def test_the_account_page_says_how_long_sign_ins_are_kept(as_: Callable[[str], Any]) -> None:
    assert "Sign-ins are kept for 90 days" in as_("amina").get("/account/sessions").text
