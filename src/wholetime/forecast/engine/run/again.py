"""The same question asked again of the same history, with the code of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from wholetime.forecast.engine.run.answering import answer
from wholetime.forecast.engine.run.code_version import code_version
from wholetime.forecast.engine.run.compare import Difference, compare
from wholetime.forecast.engine.run.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Rerun:
    """``again`` holds today's answer; ``differences`` are all that is not as it was."""

    again: Parcel
    differences: tuple[Difference, ...]
    same: bool

    def __str__(self) -> str:
        if self.same:
            return f"The same result: {self.again.answer.hash[:12]}."
        return "Not the same result."


def rerun(parcel: Parcel, on_progress: Callable[[int, int], None] | None = None) -> Rerun:
    """``same`` compares every figure at nine significant digits, whatever code made them."""
    question = replace(parcel.question, code=code_version())
    again = replace(parcel, question=question, answer=answer(question, parcel.history, on_progress))
    differences = compare((parcel.question, parcel.answer), (question, again.answer))
    return Rerun(again, differences, again.answer.hash == parcel.answer.hash)
