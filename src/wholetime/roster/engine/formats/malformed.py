"""What is said of a file that cannot be read: what is wrong, and on which line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wholetime.roster.engine.problem import Impossible


class Malformed(ValueError):
    """A file that does not hold what it should; the message ends with the line, counted from 1, where there is one."""

    def __init__(self, words: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(words if line is None else f"{words} (line {line})")


@contextmanager
def at_line(line: int) -> Iterator[None]:
    """Whatever is found to be impossible inside was written on this line."""
    try:
        yield
    except Malformed:
        raise
    except (Impossible, ValueError) as fault:
        raise Malformed(str(fault), line) from fault


def whole(text: str, what: str) -> int:
    """A whole number of 0 or more; benchmarks write -0 as well. Raises ValueError in words."""
    if not re.fullmatch(r"-?[0-9]{1,12}", text.strip()):
        raise ValueError(f"{what} is {text.strip()!r}: not a whole number")
    number = int(text)
    if number < 0:
        raise ValueError(f"{what} is {number}: it cannot be below zero")
    return number


def text_of(path: Path) -> str:
    """The text of a file. Raises Malformed where it is not there, or not text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise Malformed(f"{path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise Malformed(f"{path} is not text in UTF-8") from fault
