"""Nothing is kept that nobody uses, and nothing goes that somebody does."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts.drafts.models import UnsentDraft
from app.attachments import services
from app.attachments.jobs import collect_what_waits
from app.attachments.keeping import stores
from app.attachments.models import Attachment, StoredFile
from app.attachments.services.collecting import forget_stored, missing, remove_strays
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.forums import services as forums
from tests.client import StrictClient
from tests.factories.pictures import PDF, photograph
from tests.integration.attachments.conftest import FILES, Add, Talk
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
Outbox = Callable[[], int]


def lying() -> int:
    return len(list(stores.current().all()))


def test_an_upload_whose_post_is_never_sent_goes_after_two_days(
    add: Add, actor_for: ActorFor, talk: Talk, run_outbox: Outbox
) -> None:
    add()
    kept = add(held=PDF, name="notes.pdf")
    forums.publish_post(actor_for("amina"), talk.discussion, f"[file {kept.token}]")
    db.session.commit()
    for hours, left in ((47, 2), (49, 1)):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            collect_what_waits()
            db.session.commit()
            run_outbox()
        assert db.session.query(Attachment).count() == left
    assert (db.session.query(StoredFile).count(), lying()) == (1, 1)


def test_what_stands_in_a_draft_waits_with_it(add: Add, world: World, run_outbox: Outbox) -> None:
    found, at = add(), clock.now()
    draft = UnsentDraft(
        person_id=world.amina.id,
        name="a",
        place="reply-1",
        page="/networks/s215/discussions/1",
        title="Reply",
        typed={"body": f"Look: [picture {found.token}]"},
        began_at=at,
        changed_at=at,
    )
    db.session.add(draft)
    for ended, left in ((None, 1), (at, 0)):
        draft.ended_at = ended
        with clock.standing_at(at + timedelta(days=9)):
            collect_what_waits()
            db.session.commit()
            run_outbox()
        assert db.session.query(Attachment).count() == left


def test_its_owner_takes_it_away_before_it_is_published_and_not_after(
    as_: As, add: Add, actor_for: ActorFor, talk: Talk, run_outbox: Outbox
) -> None:
    first, second = add(), add(held=photograph(seed=2))
    address = f"{FILES}/{first.token}/take-out"
    assert as_("ben").post(address).status == 404
    assert as_("amina").post(address).status == 204
    run_outbox()
    assert lying() == 2
    forums.publish_post(actor_for("amina"), talk.discussion, f"[picture {second.token}]")
    db.session.commit()
    assert as_("ben").post(f"{FILES}/{second.token}/take-out").status in {403, 404}
    assert as_("amina").post(f"{FILES}/{second.token}/take-out").status == 403
    with pytest.raises(Refused):
        services.discard(actor_for("amina"), db.session.query(Attachment).one())


def test_bytes_that_another_row_uses_stay(add: Add, run_outbox: Outbox) -> None:
    mine, theirs = add(), add("ben")
    forget_stored(mine.file_id)
    db.session.delete(db.session.get_one(Attachment, mine.id))
    services.owe_forgetting()
    db.session.commit()
    run_outbox()
    assert lying() == 2
    assert db.session.get(Attachment, theirs.id) is not None


def test_strays_go_after_a_while_and_what_has_a_row_never(add: Add) -> None:
    found = add()
    store = stores.current()
    assert isinstance(store, stores.FolderStore)
    store.write("1/stray.webp", b"x")
    assert remove_strays() == 0
    old = clock.real_now().timestamp() - 24 * 3600
    for each in store.all():
        os.utime(store.home / each.place, (old, old))
    assert remove_strays() == 1
    stored = db.session.get_one(StoredFile, found.file_id)
    assert all(store.holds(place) for place in stored.places)


def test_the_check_of_the_site_names_what_is_missing(add: Add) -> None:
    stored = db.session.get_one(StoredFile, add().file_id)
    assert missing() == []
    stores.current().remove(stored.place)
    [fault] = missing()
    assert stored.place in fault
