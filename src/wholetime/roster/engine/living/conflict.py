"""Why there is no legal roster: the fewest parts of the problem that cannot all hold, none of which can be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Cover
from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.compiling.cover import cover
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.living.possible import Possible
from wholetime.roster.engine.problem import (
    ONE_PLACE,
    AverageWeek,
    ContractHours,
    FairShare,
    Leave,
    Past,
    Person,
    Problem,
    Request,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """``parts`` cannot all hold. ``minimal``: without any one of them the others can. Where that was not proved in
    time, some may be there that need not be."""

    parts: tuple[str, ...]
    minimal: bool

    def __str__(self) -> str:
        return f"These cannot all hold: {'; '.join(self.parts)}"


def conflict(problem: Problem, *, seconds: float = 30.0) -> Conflict | None:
    """What stands in the way of any legal roster; None where there is one, or none was disproved in ``seconds``.

    Somebody who can have no legal line alone is looked for first, and told of by rule. Otherwise it is cover that
    cannot be had: the demands, and whose rules, together. What somebody has the skills for is taken as it is.
    """
    arrays = compile_problem(problem).arrays
    for at in range(arrays.people):
        found = _alone(problem, arrays, at, seconds)
        if found is not None:
            return found
    return _together(problem, arrays, seconds)


def _alone(problem: Problem, arrays: Arrays, at: int, seconds: float) -> Conflict | None:
    possible, person = Possible([at], arrays.days, arrays.symbols), problem.people[at]
    possible.add_person(at, arrays, at, possible.model.new_constant(1))
    if _solved(possible, [], seconds) != cp_model.INFEASIBLE:
        return None
    possible, switches = Possible([at], arrays.days, arrays.symbols), {}
    for name, part, row in _parts_of(problem, person):
        switches[name] = possible.switch(name)
        possible.add_person(at, part, row, switches[name])
    return _least(possible, switches, seconds, lambda name: f"{person.name}: {name}")


USE_LEAVE = (ContractHours, AverageWeek, FairShare)
"""Forms of rule that reckon with leave, and forbid no single duty."""


def _parts_of(problem: Problem, person: Person) -> Iterator[tuple[str, Arrays, int]]:
    """What binds a person, a part at a time: its name, arrays that hold nothing else, and the person's row in them."""
    bare = _bare(problem, (person,))
    yield "leave", compile_problem(bare).arrays, 0
    for rule in (rule for rule in problem.rules_of(person) if rule.hard and rule is not ONE_PLACE):
        everybody = isinstance(rule.says, FairShare)  # a share is of all that is asked
        part = replace(_bare(problem, problem.people) if everybody else bare, rules=(rule,))
        part = part if isinstance(rule.says, USE_LEAVE) else replace(part, leave=())
        arrays = compile_problem(part).arrays
        free = replace(arrays, price=np.zeros_like(arrays.price)) if part.leave else arrays
        yield rule.name, free, part.people.index(part.person[person.name])
    fixed = tuple(one for one in problem.fixed if one.person == person.name)
    if fixed:
        yield "what is fixed", compile_problem(replace(bare, leave=(), fixed=fixed)).arrays, 0


def _bare(problem: Problem, people: tuple[Person, ...]) -> Problem:
    """The problem of some of its people, without rules and fixed assignments."""
    names = {person.name for person in people}

    def theirs[Of: (Request, Leave, Past)](parts: tuple[Of, ...]) -> tuple[Of, ...]:
        return tuple(one for one in parts if one.person in names)

    return replace(
        problem,
        rules=(),
        fixed=(),
        contracts=tuple(replace(one, rules=()) for one in problem.contracts),
        people=tuple(replace(one, rules=(), opted_out=()) for one in people),
        requests=theirs(problem.requests),
        leave=theirs(problem.leave),
        past=theirs(problem.past),
    )


def _together(problem: Problem, arrays: Arrays, seconds: float) -> Conflict | None:
    possible = Possible(range(arrays.people), arrays.days, arrays.symbols)
    switches = {f"the rules of {one.name}": possible.switch(one.name) for one in problem.people}
    for at, switch in enumerate(switches.values()):
        possible.add_person(at, arrays, at, switch)
    for row, name in _hard_rows(problem, arrays.cover):
        switches.setdefault(name, possible.switch(name))
        possible.add_row(arrays.cover, row, switches[name])
    return _least(possible, switches, seconds, str)


def _hard_rows(problem: Problem, rows: Cover) -> Iterator[tuple[int, str]]:
    """The rows of cover that must hold, with what they are told as."""
    symbols = Symbols(problem)
    alone = [(str(one), replace(problem, demand=(one,), mixes=())) for one in problem.demand]
    alone += [
        (f"mix of {one.skill} on day {one.day}", replace(problem, demand=(), mixes=(one,))) for one in problem.mixes
    ]
    names = [name for name, part in alone for _ in cover(part, symbols).least]
    for row, name in enumerate(names):
        if max(rows.under[row], rows.over[row]) >= FORBIDDEN:
            yield row, name


def _least(
    possible: Possible, switches: Mapping[str, object], seconds: float, said: Callable[[str], str]
) -> Conflict | None:
    """Parts are dropped one after another; what can be dropped with the rest still impossible was not needed."""
    if _solved(possible, list(switches.values()), seconds) != cp_model.INFEASIBLE:
        return None
    kept, minimal = list(switches), True
    for name in list(switches):
        without = [one for one in kept if one != name]
        status = _solved(possible, [switches[one] for one in without], seconds / 4)
        if status == cp_model.INFEASIBLE:
            kept = without
        minimal &= status != cp_model.UNKNOWN
    return Conflict(tuple(map(said, kept)), minimal)


def _solved(possible: Possible, on: Sequence[object], seconds: float) -> int:
    possible.model.clear_assumptions()
    possible.model.add_assumptions(list(on))  # type: ignore[arg-type]
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    return int(solver.solve(possible.model))
