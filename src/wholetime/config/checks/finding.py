"""What a check found, and asking several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: a warning is something to know, a fault something to put right."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """``said`` is what was found; ``do`` what to do about it, empty where nothing is to be done."""

    level: Level
    said: str
    do: str = ""


Check = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Answer:
    """A check's name, such as ``lake_files_are_there``, and its finding."""

    check: str
    finding: Finding

    def as_dict(self) -> dict[str, str]:
        found = self.finding
        return {"check": self.check, "level": found.level.value, "said": found.said, "do": found.do}


def good(said: str) -> Finding:
    return Finding(Level.GOOD, said)


def warning(said: str, do: str) -> Finding:
    return Finding(Level.WARNING, said, do)


def fault(said: str, do: str) -> Finding:
    return Finding(Level.FAULT, said, do)


def ask(check: Check) -> Answer:
    """A check that cannot be asked is a fault: it is not known that all is well."""
    try:
        return Answer(check.__name__, check())
    except Exception as problem:
        said = f"could not be asked: {type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"
        return Answer(check.__name__, fault(said, "put right what is said above first, then ask again"))


def ask_all(alone: Iterable[Check], gate: Check, behind: Iterable[Check]) -> list[Answer]:
    """The checks ``alone``, then ``gate``, and only where that is no fault the ones ``behind`` it."""
    answers = [*map(ask, alone), ask(gate)]
    return answers if failed(answers[-1:]) else [*answers, *map(ask, behind)]


def failed(answers: Iterable[Answer]) -> bool:
    return any(answer.finding.level is Level.FAULT for answer in answers)
