"""The competition's own game: weeks arrive one by one, each with the history that the weeks before it made.

Totals are judged only after the last week, and where a week ends decides what the next can do. So a week is solved with
one more after it, which needs the same cover; only the first is kept. Totals are paced: a nurse who may work 20 times
in 4 weeks is held to 10 in the first 2.
The roster that is made of the weeks is judged by the whole period's rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import takewhile

from wholetime.roster.engine.formats.inrc2 import inrc2_problem
from wholetime.roster.engine.formats.inrc2_files import Instance
from wholetime.roster.engine.formats.inrc2_text import ContractTerms, NursePast, Scenario
from wholetime.roster.engine.problem import Assignment, Problem, Roster

WEEK = 7

AHEAD = 1
"""Weeks that are guessed after the one that is known.

With 1 and 3 of them: 2270 and 2470 on n030w4_1_6-2-9-1 (4 s of a processor a week), 1585 and 1680, 1745 and 1745 on two
of five people (3 s). With pricing quicker by four times, 1 came to 1885 on the first (8 s); 3 was not measured again.
"""


def play(instance: Instance, solve: Callable[[Problem], Roster]) -> Roster:
    """The roster of the whole period that solving week after week makes, none of them knowing the next."""
    past, found = dict(instance.past), list[Assignment]()
    for week in range(len(instance.weeks)):
        ahead = solve(stage(instance, week, past))
        roster = Roster(tuple(one for one in ahead if one.day < WEEK))
        found += [replace(one, day=one.day + WEEK * week) for one in roster]
        past = {nurse: past_after(past[nurse], nurse, roster) for nurse in instance.scenario.nurses}
    return Roster(tuple(found))


def stage(instance: Instance, week: int, past: Mapping[str, NursePast]) -> Problem:
    """One week, and a guess at those after it, as a problem; totals are held to their part of the period."""
    after = min(AHEAD, len(instance.weeks) - week - 1)
    known = instance.weeks[: week + 1]
    weeks = [known[-1], *(replace(known[-1 - ahead % len(known)], off=()) for ahead in range(after))]
    paced = _paced(instance.scenario, week + len(weeks), len(instance.weeks))
    return inrc2_problem(paced, past, weeks, f"{instance.name}, week {week + 1}")


def _paced(scenario: Scenario, weeks: int, of: int) -> Scenario:
    contracts = {name: _part(one, weeks, of) for name, one in scenario.contracts.items()}
    return replace(scenario, contracts=contracts)


def _part(contract: ContractTerms, weeks: int, of: int) -> ContractTerms:
    """The limits after some weeks of the period: least rounded down, most rounded up."""
    least, most = contract.assignments
    assignments = least * weeks // of, -(-most * weeks // of)
    return replace(contract, assignments=assignments, weekends=-(-contract.weekends * weeks // of))


def past_after(past: NursePast, nurse: str, week: Roster) -> NursePast:
    """A nurse's history after one more week."""
    shifts = [None if (one := week.of(nurse, day)) is None else one.duty for day in range(WEEK)]
    last = shifts[-1]
    return NursePast(
        assignments=past.assignments + sum(shift is not None for shift in shifts),
        weekends=past.weekends + any(shift is not None for shift in shifts[5:]),
        last=last,
        same=_run(shifts, lambda shift: shift == last, past.same if past.last == last else 0) if last else 0,
        worked=_run(shifts, lambda shift: shift is not None, past.worked),
        off=_run(shifts, lambda shift: shift is None, past.off),
    )


def _run(shifts: list[str | None], inside: Callable[[str | None], bool], before: int) -> int:
    """The run at the end of a week, with the one before it where it fills the week."""
    length = len(list(takewhile(inside, reversed(shifts))))
    return length + before if length == len(shifts) else length
