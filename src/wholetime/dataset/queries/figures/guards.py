"""Guards, kept: what was decided about a table of people is decided once for everybody who asks.

A guard covers every organisation, whoever asks, and every area of the tree as it was and as it is now, so that
neither another scope, another place nor the other view of the same numbers gives a second table to compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import polars as pl
from django.utils import timezone

from wholetime.chassis.api import current_codes, lineage, tree_version
from wholetime.dataset.engine.guarding.deciding import is_plain
from wholetime.dataset.engine.guarding.layer import Layer
from wholetime.dataset.engine.guarding.nest import Chain, Nest, Unit, nest
from wholetime.dataset.engine.guarding.written import digest_of
from wholetime.dataset.queries.figures.guarded_counts import Population, Span, counts, units_held
from wholetime.dataset.queries.figures.kept_guards import kept_or_decided
from wholetime.dataset.queries.manifest import Version, current_version
from wholetime.kernel.disclosure import Policy
from wholetime.kernel.period import Period

POLICY = Policy(threshold=5, round_to=5)
EXACT = Policy(threshold=5)
"""For what is printed exactly (WTE, days): no rounding stands between a total and its parts."""

LEVELS = ("organisation", "neighbourhood", "place", "system", "region", "nation")
ALL = "*"


@dataclass(frozen=True, slots=True)
class Moment:
    """The lake, the tree and the day: a guard holds as long as they do."""

    version: Version
    tree: str
    today: date


def this_moment() -> Moment:
    return Moment(current_version(), tree_version(), timezone.localdate())


@dataclass(frozen=True, slots=True)
class People:
    """Who are guarded together: those of a measure in one table, and how their numbers are printed."""

    measure: str
    span: Span
    policy: Policy
    population: Population = ()
    window: Period | None = None


def guard(moment: Moment, people: People, columns: tuple[str, ...]) -> Layer:
    """Which of ``people`` may be counted, by ``columns`` (sorted)."""
    return _guard(moment, people, columns)[0]


# A guard of 40 organisations is some 20 kB, and of these by 26 groups 200 kB: 200 MB when full.
@lru_cache(maxsize=1024)
def _guard(moment: Moment, people: People, columns: tuple[str, ...]) -> tuple[Layer, str]:
    """The guard, and what names all that it depends on."""
    around = [_guard(moment, people, (*columns[:at], *columns[at + 1 :])) for at in range(len(columns))]
    held = counts(moment.version, people.measure, columns, people.population, people.window, people.span)
    # The nest is asked for hundreds of times, and to find it again takes 2 ms: its name is all of its units.
    layer = Layer(columns, held, cache(lambda: _nest(moment, people.span.period_to)), people.policy)
    margins = [margin for margin, _ in around]
    if is_plain(layer, margins):
        return layer, digest_of(columns, held, "", people.policy, ())
    digest = digest_of(columns, held, layer.nested().digest, people.policy, (name for _, name in around))
    return kept_or_decided(digest, layer, margins), digest


def _nest(moment: Moment, day: date) -> Nest:
    units = tuple(units_held(moment.version))
    heirs = heirs_of(moment)
    as_was = _chains(moment, day, tuple(org for org, _, _ in units))
    as_now = _chains(moment, moment.today, tuple(heirs.get(org, org) for org, _, _ in units))
    return nest(units, (as_was, as_now))


@lru_cache(maxsize=160)  # twelve years of months
def _chains(moment: Moment, day: date, orgs: tuple[str, ...]) -> tuple[Chain, ...]:
    above = lineage(day).filter(pl.col("code").is_in(orgs)).select("code", *LEVELS)
    known = {row[0]: tuple(dict.fromkeys(code for code in row if code is not None)) for row in above.iter_rows()}
    return tuple((f"only {org}", *known.get(org, (org,)), ALL) for org in orgs)


@lru_cache(maxsize=4)
def heirs_of(moment: Moment) -> dict[str, str]:
    """Who carries on the work of each organisation today."""
    return dict(current_codes(moment.today).iter_rows())


@lru_cache(maxsize=4)
def units_of(moment: Moment, as_now: bool) -> dict[str, int]:
    """All the units of each organisation, whatever the source."""
    units, found = units_now(moment) if as_now else units_held(moment.version), dict[str, int]()
    for (org, _, _), bits in units.items():
        found[org] = found.get(org, 0) | bits
    return found


@lru_cache(maxsize=4)
def units_now(moment: Moment) -> dict[Unit, int]:
    """The units of each organisation of today, after successions."""
    heirs, found = heirs_of(moment), dict[Unit, int]()
    for (org, sector, source), bit in units_held(moment.version).items():
        unit = (heirs.get(org, org), sector, source)
        found[unit] = found.get(unit, 0) | bit
    return found
