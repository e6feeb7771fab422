"""Problems and rosters as JSON: the fields of the values, by name.

A problem may name published rule sets, ``"rule_sets": ["working_time"]``: those in force on its first day join its own
rules and kinds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wholetime.roster.engine.formats.malformed import Malformed
from wholetime.roster.engine.problem import Assignment, Impossible, Problem, Roster
from wholetime.roster.engine.rules import rule_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A roster in a file: what it is for, and its assignments."""

    problem: str = ""
    assignments: tuple[Assignment, ...]


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def write_problem(problem: Problem) -> str:
    """JSON that ``read_problem`` makes an equal problem of."""
    return _adapter(Problem).dump_json(problem, indent=1).decode()


def read_problem(text: str) -> Problem:
    """Raises Malformed, with the line of a fault of syntax, or the place and the value of one of meaning."""
    held = _parsed(text)
    named = held.pop("rule_sets", []) if isinstance(held, dict) else []
    problem: Problem = _valid(Problem, held)
    return _with_rule_sets(problem, named) if named else problem


def _with_rule_sets(problem: Problem, names: list[str]) -> Problem:
    try:
        found = [rule_set(name, problem.horizon.start) for name in names]
        rules = (*problem.rules, *(rule for one in found for rule in one.rules))
        kinds = dict.fromkeys((*problem.kinds, *(kind for one in found for kind in one.kinds)))
        return replace(problem, rules=rules, kinds=tuple(kinds))
    except Impossible as fault:
        raise Malformed(f"rule_sets: {fault}") from fault


def write_roster(roster: Roster, problem: str = "") -> str:
    written = Written(problem=problem, assignments=roster.assignments)
    return _adapter(Written).dump_json(written, indent=1).decode()


def read_roster(text: str) -> Roster:
    """Raises Malformed as ``read_problem`` does."""
    try:
        return Roster(_valid(Written, _parsed(text)).assignments)
    except Impossible as fault:
        raise Malformed(str(fault)) from fault


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Malformed(f"this is not JSON: {fault.msg}", fault.lineno) from fault


def _valid(kind: type, held: object) -> Any:
    try:
        return _adapter(kind).validate_python(held)
    except ValidationError as fault:
        raise Malformed(_told(fault)) from fault


def _told(fault: ValidationError) -> str:
    """The first fault, in words, and where it is: people 3, contract."""
    first = fault.errors(include_url=False)[0]
    place = ", ".join(f"{part}" if isinstance(part, str) else f"number {part + 1}" for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
