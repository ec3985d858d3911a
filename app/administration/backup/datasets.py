"""The store of the learning analytics in a backup: of each dataset the version that serves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.analytics.dataset import publishing
from app.analytics.dataset.publishing import Manifest

#: How members of a backup begin that are of the store.
FOLDER = "analytics"


def serving_files(home: Path) -> Iterator[tuple[str, Path]]:
    """Name in a backup and place of each file. The pointer is read first; what it points to never changes, and stays for
    an hour after another version took its place.
    """
    root = publishing.analytics_dir(home)
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        version = publishing.current_version(folder)
        if version and publishing.read_manifest(folder, version):
            for path in sorted(each for each in (folder / version).rglob("*") if each.is_file()):
                yield f"{FOLDER}/{folder.name}/{path.relative_to(folder)}", path


def put_datasets(unpacked: Path, home: Path) -> None:
    """Let the datasets of a backup serve here. One that serves here already, of the same source, is left as it is."""
    root = unpacked / FOLDER
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        for version in sorted(folder.iterdir()):
            manifest = publishing.read_manifest(folder, version.name)
            if manifest is not None:
                _put(version, manifest, publishing.set_dir(home, folder.name))


def _put(version: Path, manifest: Manifest, here: Path) -> None:
    here.mkdir(parents=True, exist_ok=True)
    serving = publishing.current_manifest(here)
    if serving is not None and serving.fingerprint == manifest.fingerprint:
        return
    # A version never changes: one that was served under this number before is another.
    number = publishing.next_version(here) if publishing.has_versions(here) else manifest.version
    with publishing.work_folder(here) as work:
        finished = Path(shutil.move(version, work / "out"))  # the store may lie on another disk
        publishing.publish(here, finished, replace(manifest, version=number))
