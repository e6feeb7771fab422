"""A roster as a page to be printed: a picture of the grid, and what it costs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html import escape
from itertools import islice

from wholetime.roster.engine.formats.grid import MINUTES_IN_HOUR, cell, day_titles, hours
from wholetime.roster.engine.problem import Duty, Problem, Roster
from wholetime.roster.engine.scoring import Score

PALETTE = ("#cfe8ff", "#ffe3b8", "#d8d3f3", "#d3efd6", "#f9d6dc", "#e6e6e6", "#fff3a8", "#c9ecec")
"""Light enough that black letters stand out on each by more than 7 to 1; the letters tell what the colours do."""

STYLE = """
@page { size: A4 landscape; margin: 10mm }
body { font: 9pt/1.3 Arial, sans-serif; color: #000; background: #fff; margin: 1em }
table { border-collapse: collapse; page-break-inside: auto }
thead { display: table-header-group }
tr { page-break-inside: avoid }
th, td { border: 1px solid #767676; padding: 1px 3px; text-align: center; font-size: 7pt }
th[scope=row] { text-align: left; white-space: nowrap }
.weekend { border-left: 2px solid #000 }
.key { border: 1px solid #767676; padding: 1px 4px }
"""


def write_page(problem: Problem, roster: Roster, scored: Score) -> str:
    """A page of HTML that needs nothing else. Landscape, the days' titles on every sheet of paper."""
    title = escape(f"Roster of {problem.name}")
    body = "".join(_row(problem, roster, person.name) for person in problem.people)
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}{_colours(problem)}</style></head><body><h1>{title}</h1><p>{escape(summary(scored))}</p>"
        f"{_key(problem)}<table>{_head(problem)}<tbody>{body}</tbody></table>{_costs(scored)}</body></html>\n"
    )


def summary(scored: Score) -> str:
    """Whether a roster is legal, and what it costs."""
    broken = len(scored.broken)
    legal = f"What must hold is broken {broken:,} times." if broken else "It breaks no rule that must hold."
    return f"{legal} Its penalty is {scored.penalty:,}."


def _key(problem: Problem) -> str:
    """What the letters stand for."""
    told = (
        f'<span class="key d{number}">{escape(duty.name)}</span> {_times(duty)}'
        for number, duty in enumerate(problem.duties)
    )
    return f"<p>{' &nbsp; '.join(told)}</p>"


def _times(duty: Duty) -> str:
    if duty.start is None:
        return f"{duty.minutes / MINUTES_IN_HOUR:g} hours"
    end = datetime.combine(date.min, duty.start) + timedelta(minutes=duty.minutes)
    return f"{duty.start:%H:%M}–{end:%H:%M}"


def _colours(problem: Problem) -> str:
    kinds = enumerate(problem.duties)
    return "".join(f".d{number} {{ background: {PALETTE[number % len(PALETTE)]} }}\n" for number, _ in kinds)


def _head(problem: Problem) -> str:
    cells = (
        f'<th scope="col"{_edge(problem, day)}>{escape(title)}</th>' for day, title in enumerate(day_titles(problem))
    )
    return f'<thead><tr><th scope="col">Person</th>{"".join(cells)}<th scope="col">Hours</th></tr></thead>'


def _edge(problem: Problem, day: int, *classes: str) -> str:
    names = [*classes, *(["weekend"] if problem.horizon.weekday(day) == 5 else [])]
    return f' class="{" ".join(names)}"' if names else ""


def _row(problem: Problem, roster: Roster, person: str) -> str:
    numbers = {duty.name: f"d{number}" for number, duty in enumerate(problem.duties)}
    cells = []
    for day in range(problem.horizon.days):
        one = roster.of(person, day)
        colour = [] if one is None else [numbers[one.duty]]
        cells.append(f"<td{_edge(problem, day, *colour)}>{escape(cell(one))}</td>")
    worked = f"{hours(problem, roster, person):.2f}"
    return f'<tr><th scope="row">{escape(person)}</th>{"".join(cells)}<td>{worked}</td></tr>'


def _costs(scored: Score) -> str:
    dearest = sorted(scored.by_rule().items(), key=lambda rule: -rule[1])
    rows = "".join(
        f'<tr><th scope="row">{escape(rule)}</th><td>{cost:,}</td></tr>' for rule, cost in islice(dearest, 20) if cost
    )
    return f"<h2>What costs most</h2><table><tbody>{rows}</tbody></table>" if rows else ""
