"""A run as one file: the question, the history it was asked of and its answer, to be run again anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from wholetime.forecast.engine.run.answer import Answer
from wholetime.forecast.engine.run.canonical import canonical
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.question import Question

FORM = "wholetime forecast run 1"


class NotAParcel(ValueError):
    """The file is not a run, or is not what its own hashes say; the message says which."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """``title`` names the scope in words; it decides nothing."""

    title: str
    question: Question
    history: History
    answer: Answer

    def text(self) -> str:
        """Canonical JSON: the same run is the same text."""
        return canonical(
            {
                "form": FORM,
                "title": self.title,
                "question": self.question.as_json(),
                "history": self.history.as_json(),
                "answer": self.answer.as_json(),
                "question_hash": self.question.hash,
                "result_hash": self.answer.hash,
            }
        )

    @classmethod
    def read(cls, text: str | bytes) -> Parcel:
        """Raises NotAParcel where it was changed on its way, or is something else."""
        try:
            held: dict[str, Any] = json.loads(text)
            if held["form"] != FORM:
                raise NotAParcel(f"this file is not a “{FORM}”")
            found = cls(
                str(held["title"]),
                Question.from_json(held["question"]),
                History.from_json(held["history"]),
                Answer.from_json(held["answer"]),
            )
            said = held["question_hash"], held["result_hash"]
        except NotAParcel:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise NotAParcel(f"this file is not a run of a forecast: {fault}") from fault
        found._is_as_said(*said)
        return found

    def _is_as_said(self, question: str, result: str) -> None:
        if self.history.hash != self.question.history:
            raise NotAParcel("the data in this file is not that of its question: it was changed")
        if (self.question.hash, self.answer.hash) != (question, result):
            raise NotAParcel("this file is not what its own hashes say: it was changed")
