"""An author's role in words."""

from __future__ import annotations

import pytest

from app.forums.views.standing import standing


@pytest.mark.parametrize(
    ("held", "role", "named"),
    [
        ("al:here", "AL", True),
        ("al:here,chair:here", "Chair, AL", True),
        ("al:gone,module team:here", "Module team", True),
        ("al:gone", "AL, former member", True),
        ("al:unnamed", "AL, former member", False),
        (None, "former member", True),
    ],
)
def test_standing(held: str | None, role: str, named: bool) -> None:
    assert standing(held) == (role, named)
