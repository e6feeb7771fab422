"""How long something is kept: dated rules, and the moment before which what ended is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Keeping:
    """One rule. ``years`` and ``days`` add up; both None has no fixed time.

    ``counted_from`` says in words what the time begins with, ``basis`` why it is kept so long, ``source`` who says so.
    """

    rule: str
    what: str
    years: int | None
    days: int | None
    counted_from: str
    basis: str
    source: str
    verified: bool
    effective_from: date

    @property
    def ends(self) -> bool:
        return self.years is not None or self.days is not None

    @property
    def text(self) -> str:
        """``6 years``, ``30 days``."""
        parts = [f"{count} {word if count != 1 else word[:-1]}" for count, word in self._parts()]
        return " and ".join(parts) or "with no fixed time"

    def _parts(self) -> list[tuple[int, str]]:
        return [(count, word) for count, word in ((self.years, "years"), (self.days, "days")) if count is not None]

    def cutoff(self, now: datetime) -> datetime:
        """What the rule counts from must be before this to be due. Raises ValueError where nothing ever is."""
        if not self.ends:
            raise ValueError(f"{self.rule} is kept for good")
        return _years_before(now, self.years or 0) - timedelta(days=self.days or 0)


def _years_before(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year - years, day=28)


def keeping_of(entry: dict[str, Any]) -> Keeping:
    """A rule as reference data has it: ``keep`` is ``{years: 6}``, ``{days: 30}`` or ``for good``."""
    keep = {} if entry["keep"] == "for good" else dict(entry["keep"])
    if set(keep) - {"years", "days"} or any(not isinstance(count, int) or count < 0 for count in keep.values()):
        raise ValueError(f"{entry['rule']}: {entry['keep']} is not a time to keep")
    words = {name: str(entry[name]) for name in ("rule", "what", "counted_from", "basis", "source")}
    return Keeping(
        **words,
        years=keep.get("years"),
        days=keep.get("days"),
        verified=bool(entry["verified"]),
        effective_from=entry["effective_from"],
    )


def in_force(entries: Iterable[Keeping], day: date) -> dict[str, Keeping]:
    """Of each rule the entry in force on ``day``, by name; a rule that begins later is not there yet."""
    found: dict[str, Keeping] = {}
    for entry in sorted(entries, key=lambda one: one.effective_from):
        if entry.effective_from <= day:
            found[entry.rule] = entry
    return found
