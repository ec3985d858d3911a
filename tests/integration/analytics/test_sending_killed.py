"""A worker that is killed while it reads what was sent: the page says so, nothing of it serves, and it can begin again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.analytics import current_store
from app.analytics.keeping import services
from app.analytics.keeping.checking import check_waiting
from app.analytics.keeping.uploads import UploadState
from tests.integration.analytics.sent import sent
from tests.integration.analytics.test_import_killed import ROOT
from tests.people import World

STANDS_STILL = """
import sys, time
from pathlib import Path
from app.analytics.keeping import checking
from app.analytics.keeping.checking import check_waiting

class StandingStill(checking._Notes):
    def note(self, table, done, total):
        super().note(table, done, total)
        if table == sys.argv[2] and done == total:
            print("here", flush=True)
            time.sleep(60)

checking._Notes = StandingStill
check_waiting(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("moment", ["studentInfo", "measures"])
def test_a_killed_worker_leaves_files_that_can_be_checked_again(
    world: World, home: Path, small_folder: Path, moment: str
) -> None:
    ada = world.actor("ada")
    upload = sent(ada, small_folder)
    running = subprocess.Popen(
        [sys.executable, "-c", STANDS_STILL, str(home), moment], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "here\n"
    assert upload.progress.state is UploadState.CHECKING
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()

    assert upload.progress.state is UploadState.STOPPED
    assert check_waiting(home) == 0  # not by itself: what killed it might do so again
    assert current_store.store().modules() == {}
    services.check_upload(ada, upload)
    assert check_waiting(home) == 1
    services.publish_upload(ada, upload)
    assert current_store.store().modules() == {"ABC": ["2020J"]}
