"""What goes over the wire to a browser that follows a room: Server-Sent Events.

A frame's `id` is the number of the log it brings the browser to, and `after` the number it starts from: a browser that is
elsewhere has missed something and asks anew. Events for facilitators are left out of other people's frames.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

from app.core import clock

#: Keeps the connection open through proxies that close silent ones.
BEAT = b": here\n\n"


@dataclass(frozen=True)
class Noted:
    """One entry of the log."""

    seq: int
    kind: str
    audience: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """What one room's log says after a number, in its order and without a gap."""

    workshop_id: int
    after: int
    notes: tuple[Noted, ...]
    #: The same bytes go to everybody of one audience, so they are written once.
    _written: dict[bool, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def seq(self) -> int:
        return self.notes[-1].seq if self.notes else self.after

    def after_only(self, seq: int) -> Batch:
        """The part that lies after this number; the batch itself if that is all of it."""
        if seq <= self.after:
            return self
        return Batch(self.workshop_id, seq, tuple(each for each in self.notes if each.seq > seq))


def hello() -> bytes:
    """Opens the stream: a proxy that waits for a first byte passes it on at once."""
    return b": hello\n\n"


def encode(batch: Batch, *, runs_it: bool) -> bytes:
    """The batch as one event named "room"."""
    if runs_it not in batch._written:  # noqa: SLF001 -- its own cache
        batch._written[runs_it] = _encoded(batch, runs_it=runs_it)  # noqa: SLF001
    return batch._written[runs_it]  # noqa: SLF001


def reset(seq: int) -> bytes:
    """Too much was missed: load the room anew."""
    return _event("reset", {"seq": seq, "server_now": clock.now().isoformat()}, seq)


def presence(*, reconnecting: bool) -> bytes:
    """Whether the facilitator is reconnecting. Not in the log and without a number: whoever misses it is told again."""
    return f"event: presence\ndata: {json.dumps({'reconnecting': reconnecting})}\n\n".encode()


def goodbye() -> bytes:
    """Come back in a moment, each in a different one."""
    pause = random.randint(300, 4000)  # noqa: S311 -- spreads those who come back; no secret
    return f"retry: {pause}\nevent: bye\ndata: {{}}\n\n".encode()


def _encoded(batch: Batch, *, runs_it: bool) -> bytes:
    shown = [each for each in batch.notes if runs_it or each.audience == "all"]
    said = {
        "after": batch.after,
        "seq": batch.seq,
        "server_now": clock.now().isoformat(),
        "events": [{"seq": each.seq, "kind": each.kind, "payload": each.payload} for each in shown],
    }
    return _event("room", said, batch.seq)


def _event(name: str, said: dict[str, Any], number: int) -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(said, separators=(',', ':'))}\n\n".encode()
