"""The room of a video call on a BigBlueButton server, for a workshop without a link of its own.

Each request is signed with a secret that both sides know: the checksum of the call's name, its query and the secret.
The meeting is made from here; a person's address to join it is made when they ask for it, with their name and part, and
with the moment the meeting was made, so that an old address does not lead into a later meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

#: Seconds to wait for the server. The page that asks says so if it does not answer, and the workshop goes on.
PATIENCE = 5
#: Its answers are short; more than this is not read.
LONGEST_ANSWER = 64 * 1024


class CallUnavailable(Exception):
    """The server did not answer, or would not make the meeting. The message is the server's, for the log."""


@dataclass(frozen=True)
class Guest:
    """Whoever joins. `key` tells two guests of one name apart, and says nothing else."""

    name: str
    key: str
    moderates: bool


@dataclass(frozen=True)
class BigBlueButton:
    """A server's API at `address` (it ends in /bigbluebutton), and the secret shared with it."""

    address: str
    secret: str

    def address_to_join(self, meeting: str, title: str, guest: Guest, back_to: str) -> str:
        """Make the meeting, unless it is there, and say where this guest joins it; CallUnavailable if that fails."""
        made_at = self._create(meeting, title, back_to)
        return self._signed(
            "join",
            {
                "fullName": guest.name,
                "meetingID": meeting,
                "userID": guest.key,
                "role": "MODERATOR" if guest.moderates else "VIEWER",
                "createTime": made_at,
                "redirect": "true",
            },
        )

    def _create(self, meeting: str, title: str, back_to: str) -> str:
        """The moment the meeting was made, as the server counts it. Asking again makes no second one."""
        asked = {"name": title, "meetingID": meeting, "logoutURL": back_to}
        answer = self._ask(self._signed("create", asked))
        made_at = re.search(r"<createTime>(\d+)</createTime>", answer)
        if "<returncode>SUCCESS</returncode>" not in answer or made_at is None:
            raise CallUnavailable(answer[:500])
        return made_at[1]

    def _signed(self, call: str, parameters: dict[str, str]) -> str:
        query = urlencode(parameters)
        checksum = sha256(f"{call}{query}{self.secret}".encode()).hexdigest()
        return f"{self.address.rstrip('/')}/api/{call}?{query}&checksum={checksum}"

    def _ask(self, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise CallUnavailable("BBB_URL is no web address")
        try:
            with urlopen(Request(url), timeout=PATIENCE) as answer:  # noqa: S310 -- the scheme is looked at above
                return str(answer.read(LONGEST_ANSWER).decode("utf-8", "replace"))
        except (OSError, HTTPException, ValueError) as fault:
            raise CallUnavailable(str(fault)) from fault
