"""What a file's name tells, where its columns do not."""

from __future__ import annotations

import re

from wholetime.kernel.period import Period, month

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>20\d\d)[-_. ]?(?P<month>0[1-9]|1[0-2])(?:[-_. ]?[0-3]\d)?(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)[0-3]\d[-_. ](?P<month>0[1-9]|1[0-2])[-_. ](?P<year>20\d\d)(?!\d)")
_WORDS = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
NAMED = re.compile(rf"(?<![a-z])(?P<name>{_WORDS})[-_. ]*(?:20)?(?P<short>\d\d)(?!\d)", re.IGNORECASE)


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
