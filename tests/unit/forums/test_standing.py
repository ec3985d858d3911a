"""An author's role in words, and the hue of their disc."""

from __future__ import annotations

import pytest

from app.forums.views.standing import standing


@pytest.mark.parametrize(
    ("held", "role", "named", "hue"),
    [
        ("al:here", "AL", True, "voice"),
        ("al:here,chair:here", "Chair, AL", True, "commit"),
        ("al:gone,module team:here", "Module team", True, "commit"),
        ("moderator:here", "Moderator", True, "neutral"),
        ("al:gone", "AL, former member", True, "voice"),
        ("al:unnamed", "AL, former member", False, "voice"),
        (None, "former member", True, "voice"),
    ],
)
def test_standing(held: str | None, role: str, named: bool, hue: str) -> None:
    assert standing(held) == (role, named, hue)
