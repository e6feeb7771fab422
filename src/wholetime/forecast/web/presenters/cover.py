"""How many must be on duty in each hour, beside what the average asks for, and how that was worked out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wholetime.chassis.engine.charts import Chart, stacked
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.engine.wording import number_text
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.forecast.engine.demand.covering import DAY, Asked, Covered, Level
from wholetime.forecast.engine.demand.working_time import WorkingTime
from wholetime.kernel.figure import Unit

SLUG = "cover"
LEAD = (
    "Staff for the average leaves many waiting: work comes in crowds. This page finds the fewest on duty in each hour "
    "that keep a promise, and what that takes in posts."
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOLDS = "Erlang C, each hour by itself, asks for the same numbers."
NOT = (
    "Erlang C, each hour by itself, asks for other numbers, because people stay while arrivals change; those here "
    "follow the queue from hour to hour."
)
NEVER = "cannot keep up"


def cover_page(name: str, found: Covered | None, time: WorkingTime | None, example: bool) -> Page:
    """``found`` None where the question cannot be answered; the form says why."""
    title = f"Cover, {name}"
    if found is None or time is None:
        empty = Empty("Nothing worked out yet", "Put the question above right, and ask again.", loads=False)
        return Page(SLUG, title, LEAD, (Section("No answer", empty=empty),), ())
    return Page(SLUG, title, LEAD, tuple(_sections(found, time, example)), ())


def _sections(found: Covered, time: WorkingTime, example: bool) -> Iterator[Section]:
    head = "An example, until you put in your own numbers. " if example else ""
    yield Section("In short", head + said(found, time), tables=(beside(found, time),))
    yield Section("On duty, hour by hour", charts=(_chart(found),))
    yield Section("The hours", tables=(hours(found),))
    yield Section("How it was worked out", notes=tuple(_how(found, time)))


def said(found: Covered, time: WorkingTime) -> str:
    """The answer in a sentence or two."""
    low, high = min(found.enough.on_duty), max(found.enough.on_duty)
    span = f"{low}" if low == high else f"{low} to {high}, by the hour,"
    average = found.average
    fails = (
        f"with {average.on_duty[0]} at all hours, which the average asks for, "
        + (f"{_percent(average.overall)} would" if average.overall is not None else "staff could not keep up at all")
        + ((" wait longer" if not found.asked.at_once else "") if average.overall is not None else "")
    )
    if found.asked.at_once and average.overall is not None:
        fails = (
            f"with {average.on_duty[0]} at all hours, which the average asks for, there would be too few for "
            f"{_percent(average.overall)} of the time"
        )
    return (
        f"{span} on duty {_promise(found.asked)}: {number_text(found.enough.wte(time), 1)} WTE. "
        f"{fails[:1].upper()}{fails[1:]}."
    )


def _promise(asked: Asked) -> str:
    share = number_text(100 * asked.within, 1 if round(1000 * asked.within) % 10 else 0)
    if asked.at_once:
        return f"are enough for {share}% of every hour"
    if asked.wait == 0:
        return f"are enough for {share}% to be seen at once, in every hour"
    return f"are enough for {share}% to wait no longer than {number_text(60 * asked.wait, 0)} minutes, in every hour"


def beside(found: Covered, time: WorkingTime) -> Table:
    """The answer beside staff for the average and Erlang C hour by hour."""
    late = "Too few, of the time" if found.asked.at_once else "Wait too long, of all who come"
    columns = (
        Column("how", "Staffed"),
        Column("from", "Fewest on duty", Kind.NUMBER),
        Column("to", "Most on duty", Kind.NUMBER),
        Column("hours", "Hours a week", Kind.NUMBER),
        Column("wte", "WTE", Kind.NUMBER, 1),
        Column("late", late),
        Column("worst", "In the worst hour"),
    )
    ways = [("As worked out here", found.enough), ("For the average", found.average)]
    ways += [("By Erlang C, each hour by itself", found.erlang)] if found.erlang else []
    rows = tuple(_way(name, level, time) for name, level in ways)
    return Table("Beside other ways", columns, rows)


def _way(name: str, level: Level, time: WorkingTime) -> tuple[Cell, ...]:
    worst = None if level.late is None else float(level.late.max())
    return (
        name,
        min(level.on_duty),
        max(level.on_duty),
        level.weekly,
        round(level.wte(time), 1),
        NEVER if level.overall is None else _percent(level.overall),
        NEVER if worst is None else _percent(worst),
    )


def _chart(found: Covered) -> Chart:
    """Of a week, the day with most hours on duty."""
    day, count = _busiest(found), len(found.asked.arrivals)
    parts = {
        f"{hour:02}:00": {
            "Busy on average": round(min(float(found.asked.busy[at]), level), 1),
            "There so that few wait": round(max(level - float(found.asked.busy[at]), 0.0), 1),
        }
        for hour, at in enumerate(range(DAY * day, DAY * day + DAY))
        for level in [found.enough.on_duty[at]]
    }
    which = f", {DAYS[day]}" if count > DAY else ""
    levels = found.enough.on_duty[DAY * day : DAY * day + DAY]
    most, least = max(levels), min(levels)
    text = (
        f"{least} on duty at all hours."
        if most == least
        else f"From {least} at {levels.index(least):02}:00 to {most} at {levels.index(most):02}:00."
    )
    text += (
        f" {sum(levels)} hours on duty in the day, of which {number_text(_busy(found, day), 0)} are taken by the work."
    )
    return stacked(f"Staff on duty{which}", parts, Unit.PEOPLE, "Source: worked out from the numbers above.", text)


def _busiest(found: Covered) -> int:
    days = len(found.enough.on_duty) // DAY
    return max(range(days), key=lambda day: sum(found.enough.on_duty[DAY * day : DAY * day + DAY]))


def _busy(found: Covered, day: int) -> float:
    return float(found.asked.busy[DAY * day : DAY * day + DAY].sum())


def hours(found: Covered) -> Table:
    late = "Too few, of the time" if found.asked.at_once else "Wait too long"
    columns = (
        Column("hour", "Hour from"),
        Column("arrivals", "Arrivals", Kind.NUMBER, 1),
        Column("busy", "Busy on average", Kind.NUMBER, 1),
        Column("duty", "On duty", Kind.NUMBER),
        Column("late", late, Kind.PERCENT, 1),
        *((Column("erlang", "Erlang C asks for", Kind.NUMBER),) if found.erlang else ()),
    )
    rows = tuple(_hour(found, at) for at in range(len(found.asked.arrivals)))
    return Table("Hour by hour", columns, rows)


def _hour(found: Covered, at: int) -> tuple[Cell, ...]:
    clock = f"{at % DAY:02}:00"
    assert found.enough.late is not None  # enough keeps up by its making
    return (
        f"{DAYS[at // DAY]} {clock}" if len(found.asked.arrivals) > DAY else clock,
        found.asked.arrivals[at],
        round(float(found.asked.busy[at]), 1),
        found.enough.on_duty[at],
        round(100 * float(found.enough.late[at]), 1),
        *((found.erlang.on_duty[at],) if found.erlang else ()),
    )


def _how(found: Covered, time: WorkingTime) -> Iterator[str]:
    asked = found.asked
    if asked.at_once:
        yield (
            "Nobody waits, so those present follow a Poisson law whose mean rises and falls with arrivals, later than "
            "they do. The law holds whatever the lengths of stay: their mean counts, while arrivals change slowly."
        )
        if asked.staff != 1:
            yield f"Each person present has {number_text(asked.staff, 1)} staff; where that differs, more vary more."
    else:
        yield (
            "People come at random at the rate of the hour and are seen in the order in which they came. Times are "
            "exponential: many short, a few long. The chances of every number waiting are carried from hour to hour, "
            "exactly and not by sampling, until a day ends as it began."
        )
        yield HOLDS if found.erlang_holds else NOT
        yield "Whoever goes off duty hands over. Nobody leaves without being seen, and everybody is alike urgent."
    mode = "added to the hours" if time.mode == "uplift" else "of paid time"
    year = number_text(time.present, 0)
    yield (
        f"WTE: hours on duty of a week, all year, over the {year} hours that one WTE is at work: "
        f"{number_text(time.weekly, 1)} paid hours a week and {number_text(time.away * 100, 0)}% {mode} for leave, "
        "sickness and training. Shifts of whole hours that fit people's lives take more: a roster says how many."
    )


def _percent(share: float | Decimal | None) -> str:
    value = 100 * float(share or 0)
    return f"{number_text(value, 1)}%" if value >= 0.05 or value == 0 else "under 0.1%"
