"""The sentence model all-MiniLM-L6-v2, run forward with numpy: a short English text becomes 384 numbers.

Only `app/similarity/sentence_model.py` loads this module, and only where the extra is installed: it needs numpy and
tokenizers. One text takes some 40 ms on one thread and the whole about 0.3 GB. The layers are BERT's, by the weights' own names;
tests hold the numbers to those that another implementation gives.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

#: Tokens that are read of a text; what comes behind is left out.
READ = 128

Array = np.ndarray[Any, Any]


class MiniLM:
    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._layers, self._heads = config["num_hidden_layers"], config["num_attention_heads"]
        self._epsilon = np.float32(config["layer_norm_eps"])
        self._weights = _tensors(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=READ)

    def vector(self, text: str) -> list[float]:
        """The text's direction: a vector of length one. Cosines of two of them say how like two texts are."""
        direction: list[float] = self.vectors_of([self.tokens(text)])[0].tolist()
        return direction

    def tokens(self, text: str) -> list[int]:
        """The text's pieces by their numbers, the first and the last of which frame it."""
        return list(self._tokenizer.encode(text).ids)

    def vectors_of(self, texts: Sequence[Sequence[int]]) -> Array:
        """The vectors of texts with equally many tokens. Together a hundred words take as long as some five alone: the
        weights are read once.
        """
        words = self._weights["embeddings.word_embeddings.weight"][np.array(texts)]
        places = self._weights["embeddings.position_embeddings.weight"][: words.shape[1]]
        state = self._normed(
            "embeddings.LayerNorm", words + places + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        for layer in range(self._layers):
            state = self._through(f"encoder.layer.{layer}", state)
        mean: Array = state.mean(axis=1)
        directions: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return directions

    def _through(self, layer: str, state: Array) -> Array:
        attended = self._linear(f"{layer}.attention.output.dense", self._attention(f"{layer}.attention.self", state))
        state = self._normed(f"{layer}.attention.output.LayerNorm", attended + state)
        wide = _gelu(self._linear(f"{layer}.intermediate.dense", state))
        return self._normed(f"{layer}.output.LayerNorm", self._linear(f"{layer}.output.dense", wide) + state)

    def _attention(self, name: str, state: Array) -> Array:
        query, key, value = (self._split(self._linear(f"{name}.{one}", state)) for one in ("query", "key", "value"))
        scores = query @ key.swapaxes(-1, -2) / np.float32(math.sqrt(query.shape[-1]))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        joined: Array = (shares @ value).swapaxes(1, 2).reshape(state.shape)
        return joined

    def _split(self, rows: Array) -> Array:
        return rows.reshape(*rows.shape[:-1], self._heads, -1).swapaxes(1, 2)

    def _linear(self, name: str, rows: Array) -> Array:
        # As one matrix: numpy would multiply text by text.
        result: Array = rows.reshape(-1, rows.shape[-1]) @ self._weights[f"{name}.weight"].T
        return result.reshape(*rows.shape[:-1], -1) + self._weights[f"{name}.bias"]

    def _normed(self, name: str, rows: Array) -> Array:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + self._epsilon)
        result: Array = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def _gelu(rows: Array) -> Array:
    """h/2 (1 + erf(h/√2)). The error function is Abramowitz and Stegun's 7.1.26, good to 1.5e-7: as exact as the
    numbers are, and it spares a library of 35 MB.
    """
    x: Array = np.abs(rows) / np.float32(math.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(rows) * (1 - series * np.exp(-x * x))
    result: Array = rows * np.float32(0.5) * (1 + erf)
    return result


def _tensors(path: Path) -> dict[str, Array]:
    """The weights: the length of a header in 8 bytes, the header in JSON, then the numbers."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    return {
        name: np.frombuffer(data, "<f4", math.prod(each["shape"]), start + each["data_offsets"][0]).reshape(
            each["shape"]
        )
        for name, each in header.items()
        if each.get("dtype") == "F32"
    }
