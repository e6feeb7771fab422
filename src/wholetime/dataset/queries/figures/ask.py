"""What is asked: one figure, for whom, when, and broken down by what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wholetime.chassis.api import Scope
from wholetime.dataset.engine.frames import BREAKDOWNS
from wholetime.kernel.period import Period

AREAS = ("neighbourhood", "place", "system", "region", "nation")
NAMES = {"group": "staff_group"}
"""Short names that people type for columns."""

RECORDS_ONLY = ("band", "contract", "team", "age_year", "worked_at")
"""Breakdowns that only person-level records have: ``age_year`` is age in whole years, ``worked_at`` the node where
the work is done, which may be far from the employer."""

PARTS = ("org", "period", "sector", "source", *AREAS, *BREAKDOWNS, *RECORDS_ONLY)


class View(StrEnum):
    """Which tree an old number is counted in: that of its own day, or today's after mergers and moves."""

    AS_WAS = "as_was"
    AS_NOW = "as_now"


class BadAsk(ValueError):
    """The question cannot be put; the message says what may be asked."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the figure ``name``.

    ``org`` and ``place`` restrict to a node and all below it. ``period`` None means the latest each source has,
    unless ``by`` includes period: then all. ``where`` restricts breakdown columns.
    """

    name: str
    scope: Scope
    org: str | None = None
    place: str | None = None
    period: Period | None = None
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    view: View = View.AS_WAS

    def __post_init__(self) -> None:
        unknown = [part for part in self.by if part not in PARTS]
        if unknown:
            raise BadAsk(f"cannot break down by {', '.join(unknown)}; may be {', '.join(PARTS)}")
        if len(set(self.by)) != len(self.by):
            raise BadAsk("a breakdown is named twice")

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(part for part in self.by if part in AREAS)

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Breakdown columns the answer must know: asked for, or restricted."""
        wanted = {*self.by, *(column for column, _ in self.where)}
        return tuple(column for column in (*BREAKDOWNS, *RECORDS_ONLY) if column in wanted)


def column_named(part: str) -> str:
    """The column for what somebody typed: ``group`` is ``staff_group``."""
    return NAMES.get(part, part)
