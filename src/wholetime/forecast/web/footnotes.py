"""Under every figure of a forecast: the run that it is of, and the data behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wholetime.chassis.engine.tables import Cell
from wholetime.chassis.engine.wording import day_text
from wholetime.forecast.engine.run import Line
from wholetime.forecast.queries.definitions import definition
from wholetime.forecast.queries.runs import RunValue
from wholetime.kernel.figure import Figure, Scope, Source, Suppression
from wholetime.kernel.period import Period

FEW = 5
"""People below which a forecast of records is withheld, as counts are."""
OPEN = "OGL"


def sources(run: RunValue) -> tuple[Source, ...]:
    """The files behind the run, as the figures of other pages name theirs; loaded, for the run, when it was made."""
    return tuple(
        Source(one.publication, one.file, one.sha256, run.made_at, one.licence, one.synthetic)
        for one in run.history.origins
    )


def is_open(run: RunValue) -> bool:
    """Whether everything behind it is published, so that no number of it could reveal anybody."""
    return all(one.licence.startswith(OPEN) and not one.synthetic for one in run.history.origins)


def footnote(run: RunValue) -> str:
    """``Run 1a2b3c4d of 22 November 2026 (result 041ba6a1f027). Source: …``"""
    made = f"Run {run.number} of {day_text(run.made_at.date())} (result {run.result_hash[:12]})."
    named = sorted({f"{one.publication}{' (invented)' if one.synthetic else ''}" for one in run.history.origins})
    return f"{made} Source: {'; '.join(named)}."


def footnotes(runs: Sequence[RunValue]) -> str:
    """``Runs 1a2b3c4d (Bolton), 5e6f7a8b (Bury). Source: …``"""
    named = sorted(
        {f"{one.publication}{' (invented)' if one.synthetic else ''}" for run in runs for one in run.history.origins}
    )
    return f"Runs {', '.join(f'{run.number} ({run.name})' for run in runs)}. Source: {'; '.join(named)}."


def figure(run: RunValue, name: str, value: float | None, day: date, *notes: str) -> Figure:
    """``value`` of the run as a figure that knows where it comes from; withheld where it is of under five people."""
    hidden = value is not None and withheld(run, value)
    exact = None if value is None or hidden else Decimal(str(round(value, 6)))
    return Figure(
        definition=definition(name),
        value=exact,
        numerator=None,
        denominator=None,
        period=Period(day, day),
        scope=Scope(org=run.code),
        sources=sources(run),
        suppression=Suppression.PRIMARY if hidden else None,
        notes=(f"Run {run.key}, made on {day_text(run.made_at.date())}, result {run.result_hash[:12]}.", *notes),
    )


def withheld(run: RunValue, value: float) -> bool:
    """A forecast of a handful of recorded people is a statement about them."""
    return 0 < value < FEW and not is_open(run)


def group_cells(run: RunValue, lines: Sequence[Line], day: date, level: float) -> dict[str, Cell]:
    """Each group's quantile on ``day``. Where one is withheld alone, so is the next smallest: the total would tell."""
    values = {line.group: line.quantile(level)[line.at.index(day)] for line in lines}
    hidden = {group for group, value in values.items() if withheld(run, value)}
    others = sorted((value, group) for group, value in values.items() if group not in hidden)
    second = {others[0][1]} if len(hidden) == 1 and others else set()
    return {
        group: Suppression.PRIMARY if group in hidden else Suppression.SECONDARY if group in second else round(value, 1)
        for group, value in values.items()
    }


def people_cell(run: RunValue, value: float) -> Cell:
    """People of one line, whole; withheld where they are a handful of recorded people."""
    return Suppression.PRIMARY if withheld(run, value) else round(value)


def shown_lines(run: RunValue) -> list[Line]:
    """Every line but those that are withheld; shares of draws have no interval and are left out too."""
    whole = [line for line in run.answer.lines if 0.025 in line.levels]
    kinds = dict.fromkeys((line.measure, line.unit) for line in whole)
    return [one for kind in kinds for one in _shown(run, [line for line in whole if (line.measure, line.unit) == kind])]


def _shown(run: RunValue, lines: list[Line]) -> list[Line]:
    """Of one measure: without groups of a handful, and where that is one group alone, without the next smallest."""
    parts = sorted((line for line in lines if line.group), key=lambda line: line.mean[0])
    hidden = {line.group for line in parts if any(withheld(run, value) for value in line.quantiles[0])}
    if len(hidden) == 1:
        hidden |= {line.group for line in [one for one in parts if one.group not in hidden][:1]}
    return [line for line in lines if line.group not in hidden]
