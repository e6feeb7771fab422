"""Which slice a file without rows is about: its columns tell the source, and its name or its sender the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from wholetime.kernel.period import Period, month

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_. ]?(?P<month>0[1-9]|1[0-2])(?:[-_. ]?[0-3]\d)?(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)[0-3]\d[-_. ](?P<month>0[1-9]|1[0-2])[-_. ](?P<year>20\d\d)(?!\d)")
_WORDS = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
NAMED = re.compile(rf"(?<![a-z])(?P<name>{_WORDS})[-_. ]*(?:20)?(?P<short>\d\d)(?!\d)", re.IGNORECASE)


class SliceUnknown(ValueError):
    """A file has no rows, and nothing tells which period or organisation it empties; the message says what to give."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a sender says a file without rows is about. None leaves it to the file's name."""

    period: Period | None = None
    org: str | None = None


def month_in(name: str) -> Period | None:
    """The one month that a file's name tells: 2025-10, 202510, 31-10-2025, October 2025, Oct-25.

    None where it tells none, or more than one.
    """
    day_first = list(DAY_FIRST.finditer(name))
    rest = DAY_FIRST.sub(" ", name)
    found = {(int(each["year"]), int(each["month"])) for each in (*day_first, *YEAR_FIRST.finditer(rest))}
    found |= {(2000 + int(each["short"]), _number(each["name"].casefold())) for each in NAMED.finditer(rest)}
    return month(*found.pop()) if len(found) == 1 else None


def _number(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, start=1) if month.startswith(name))


def words_in(name: str) -> frozenset[str]:
    """The words of a file's name, in capitals: one of them may be an organisation's code."""
    return frozenset(re.findall(r"[A-Z0-9]{3,10}", name.upper()))


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
