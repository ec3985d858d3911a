"""How people write an assessment ("tma 3 q2") and how it is stored ("TMA03", "Q2"). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.core.language.spoken import lazy_gettext

_LABEL = re.compile(
    r"^(?P<kind>i?cma|tma|ema|exam)\s*(?P<number>\d{1,2})?(?:[\s,:]+(?P<question>.{1,40}))?$", re.IGNORECASE
)
_QUESTION = re.compile(r"^(?:question|q)\.?\s*(?P<label>\d.*)$", re.IGNORECASE)

HOW = lazy_gettext("Write one assessment on each line: TMA03, or TMA03 Q2 for one question; also CMA01, EMA and Exam.")


class AssessmentLabel(NamedTuple):
    """An assessment of the module, and the question in it (empty: the whole assessment)."""

    assessment: str
    question: str

    def __str__(self) -> str:
        return f"{self.assessment} {self.question}".strip()


def read_label(text: str) -> AssessmentLabel:
    """One label from what a person wrote. ValueError with a sentence if it cannot be read."""
    found = _LABEL.match(" ".join(text.split()))
    if found is None:
        raise ValueError(f"“{text.strip()[:60]}” is not an assessment. {HOW}")
    kind = {"icma": "CMA", "exam": "Exam"}.get(found["kind"].lower(), found["kind"].upper())
    if kind in {"TMA", "CMA"} and not int(found["number"] or 0):
        raise ValueError(f"“{text.strip()[:60]}” does not say which {kind}. Write {kind}01, for example.")
    number = f"{int(found['number']):02}" if found["number"] else ""
    return AssessmentLabel(kind + number, _question(found["question"] or ""))


def read_labels(text: str) -> list[AssessmentLabel]:
    """All labels of a text, one on each line or separated by semicolons, each once."""
    lines = [part for part in re.split(r"[\n;]", text) if part.strip()]
    return list(dict.fromkeys(read_label(line) for line in lines))


def _question(text: str) -> str:
    found = _QUESTION.match(text.strip())
    return f"Q{found['label'].strip()}" if found else text.strip()
