"""One thing that a forecast takes for granted: a value with its range, who owns it and where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any, Literal, get_args

from wholetime.forecast.engine.drivers import DRIVEN
from wholetime.forecast.engine.uncertain import Uncertain

type How = Literal["ratio", "level", "growth", "share"]
"""How a value drives what it names. ratio: so many times. level: the value itself, beside the central one with which
the inputs were built. growth: so much more each year than the year before. share: so much of the whole is added."""

HOWS: tuple[str, ...] = get_args(How.__value__)

NAME = re.compile(r"[a-z][a-z0-9_.]*")


class Unfit(ValueError):
    """An assumption, register or scenario that cannot be meant as it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """``value`` in ``unit``, which ``drives`` a driver, ``how``; between ``least`` and ``most`` in any scenario.

    ``group``: the staff group it is about, None for all. ``because``: why it may not pass its limits (an ethical cap).
    ``effective``: since when it holds. Raises Unfit where a part is missing, is not known, or lies outside the limits.
    """

    name: str
    title: str
    unit: str
    value: Uncertain
    drives: str
    how: How
    owner: str
    source: str
    effective: date
    verified: bool = False
    group: str | None = None
    least: float = -inf
    most: float = inf
    because: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise Unfit(f"{self.name!r} is no name: small letters, digits, dots and underscores")
        for part in ("title", "unit", "owner", "source"):
            if not getattr(self, part).strip():
                raise Unfit(f"{self.name} has no {part}")
        if self.drives.partition(".")[0] not in DRIVEN:
            raise Unfit(f"{self.name} drives {self.drives!r}, and nothing answers to that: {', '.join(DRIVEN)}")
        if self.how not in HOWS:
            raise Unfit(f"{self.name} works by {self.how!r}, which is none of {', '.join(HOWS)}")
        if self.how == "level" and self.value.central == 0:
            raise Unfit(f"{self.name}: nothing is so many times a central value of 0")
        if self.how in ("ratio", "level") and self.value.low < 0:
            raise Unfit(f"{self.name} cannot be below 0")
        self.within_limits(self.value)

    def within_limits(self, value: Uncertain) -> None:
        """Raises Unfit, with the reason of the limit, where ``value`` passes it."""
        for wrong, limit, side in (
            (value.low < self.least, self.least, "below"),
            (value.high > self.most, self.most, "above"),
        ):
            if wrong:
                given = f"{value.low:g}" if value.low == value.high else f"{value.low:g} to {value.high:g}"
                because = f" ({self.because})" if self.because else ""
                raise Unfit(f"{self.title}: {given} is {side} the limit of {limit:g} {self.unit}{because}")

    def as_json(self) -> dict[str, Any]:
        """Plain values; open limits are None."""
        return {
            "name": self.name,
            "title": self.title,
            "unit": self.unit,
            "value": uncertain_as_json(self.value),
            "drives": self.drives,
            "how": self.how,
            "owner": self.owner,
            "source": self.source,
            "effective": self.effective.isoformat(),
            "verified": self.verified,
            "group": self.group,
            "least": None if self.least == -inf else self.least,
            "most": None if self.most == inf else self.most,
            "because": self.because,
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Assumption:
        """The reverse. Raises Unfit, naming the assumption, for parts that are missing, unknown or impossible."""
        name = given.get("name", "an assumption without a name")
        try:
            parts = dict(given)
            effective = parts["effective"]
            parts["value"] = uncertain_from_json(parts["value"])
            parts["effective"] = effective if isinstance(effective, date) else date.fromisoformat(effective)
            parts["least"] = -inf if parts.get("least") is None else float(parts["least"])
            parts["most"] = inf if parts.get("most") is None else float(parts["most"])
            return cls(**parts)
        except Unfit:
            raise
        except (KeyError, TypeError, ValueError) as wrong:
            raise Unfit(f"{name}: {_plain(wrong)}") from None


def uncertain_as_json(value: Uncertain) -> dict[str, Any]:
    return {"low": value.low, "central": value.central, "high": value.high, "law": value.law}


def uncertain_from_json(given: Any) -> Uncertain:
    """A bare number stands for a value without uncertainty. Raises ValueError, KeyError or TypeError."""
    if isinstance(given, int | float):
        return Uncertain(float(given), float(given), float(given), "fixed")
    low, central, high = (float(given[part]) for part in ("low", "central", "high"))
    return Uncertain(low, central, high, given.get("law", "triangular"))


def _plain(wrong: Exception) -> str:
    if isinstance(wrong, KeyError):
        return f"{wrong.args[0]} is missing"
    return str(wrong).replace("Assumption.__init__() got an unexpected keyword argument", "there is no part called")
