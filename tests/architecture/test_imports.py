"""Imports go down the stack. The contracts stand in `.importlinter`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT, python_files


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_feature_has_its_floor() -> None:
    """A new folder under `app/` must be placed in the stack, or nothing watches its imports."""
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8")
    placed = set(re.findall(r"^    \(?(\w+)\)?$|\((\w+)\)", contract, re.MULTILINE))
    floors = {name for names in placed for name in names if name}
    features = {path.relative_to(ROOT).parts[1] for path in python_files("app") if path.parent != ROOT / "app"}
    assert features - floors == set()
