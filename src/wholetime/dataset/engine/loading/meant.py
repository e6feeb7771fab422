"""Which slice a file without rows is about: its columns tell the source, and its name or its sender the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wholetime.kernel.period import Period


class SliceUnknown(ValueError):
    """A file has no rows, and nothing tells which period or organisation it empties; the message says what to give."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a sender says a file without rows is about. None leaves it to the file's name."""

    period: Period | None = None
    org: str | None = None


def ask_for_period(file_name: str, title: str) -> SliceUnknown:
    """Nothing tells the period."""
    return SliceUnknown(
        f"{file_name} has the columns of {title} and no rows. To empty a period, say which: "
        f"--period 2025-10 on the command line, or the month beside the file on the page"
    )


def ask_for_organisation(file_name: str, title: str, until: date) -> SliceUnknown:
    """Nothing tells the organisation, and some have rows of that period."""
    return SliceUnknown(
        f"{file_name} has the columns of {title} and no rows, and rows up to {until:%d %B %Y} are held. To empty an "
        f"organisation's, say whose: --org CODE on the command line, or the code beside the file on the page"
    )
