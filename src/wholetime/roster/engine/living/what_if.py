"""What if there were one more, or one fewer: what a person is worth to a roster, estimated and then tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.optimise import solve
from wholetime.roster.engine.problem import Problem

EXTRA = "one more"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """``estimate`` is the change of penalty that the duals of the linear programme foretell, None where it was not
    solved. ``tried`` is the change between two rosters that were made; ``least`` and ``most`` are what the bounds of
    both leave possible for the best ones."""

    person: str
    estimate: float | None
    tried: int
    least: float
    most: float


def what_if(
    problem: Problem, like: str, how: Literal["more", "fewer"] = "more", *, seconds: float = 10.0, seed: int = 0
) -> WhatIf:
    """One more person like ``like`` (contract, skills, grade, rules; no history, leave or wishes), or ``like`` gone.

    ``seconds`` for each of two rosters. Raises KeyError for somebody who is not there, ValueError where either roster
    cannot be made.
    """
    problem.person[like]
    other = _more(problem, like) if how == "more" else _fewer(problem, like)
    now, then = (solve(compile_problem(one).arrays, seconds=seconds, seed=seed) for one in (problem, other))
    if {now.status, then.status} & {"infeasible", "unknown"}:
        raise ValueError(f"no legal roster was found with {'one more like' if how == 'more' else 'all but'} {like}")
    at = [person.name for person in problem.people].index(like)
    worth = None if now.worth is None else float(now.worth[at]) * (1 if how == "more" else -1)
    least, most = float(then.bound) - now.penalty, then.penalty - float(now.bound)
    return WhatIf(like, worth, then.penalty - now.penalty, least, most)


def _more(problem: Problem, like: str) -> Problem:
    twin = replace(problem.person[like], name=f"{EXTRA} like {like}", supernumerary=())
    return replace(problem, people=(*problem.people, twin))


def _fewer(problem: Problem, name: str) -> Problem:
    def others[Of](parts: tuple[Of, ...]) -> tuple[Of, ...]:
        return tuple(one for one in parts if getattr(one, "person", "") != name)

    return replace(
        problem,
        people=tuple(person for person in problem.people if person.name != name),
        requests=others(problem.requests),
        leave=others(problem.leave),
        fixed=others(problem.fixed),
        past=others(problem.past),
    )
