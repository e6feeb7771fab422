"""Problems and rosters as JSON: the fields of the values, by name.

A problem may name published rule sets, ``"rule_sets": ["working_time"]``: those in force on its first day join its own
rules and kinds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from wholetime.roster.engine.formats.json_places import line_of
from wholetime.roster.engine.formats.malformed import Malformed
from wholetime.roster.engine.problem import Assignment, Impossible, Problem, Roster
from wholetime.roster.engine.rules import rule_set

STRANGE = ("unexpected_keyword_argument", "extra_forbidden")
UNKNOWN = "there is no such field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A roster in a file: what it is for, and its assignments."""

    problem: str = ""
    assignments: tuple[Assignment, ...]


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    """Fields that nobody knows are refused, down to the innermost: a misspelled limit would be passed over."""
    kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return TypeAdapter(kind)


def write_problem(problem: Problem) -> str:
    """JSON that ``read_problem`` makes an equal problem of."""
    return _adapter(Problem).dump_json(problem, indent=1).decode()


def read_problem(text: str) -> Problem:
    """Raises Malformed, with the line, for what is no JSON, no problem, or no problem that can be meant."""
    held = _parsed(text)
    problem: Problem = _valid(Problem, _with_rule_sets(held) if isinstance(held, dict) else held, text)
    return problem


def _with_rule_sets(held: dict[str, Any]) -> dict[str, Any]:
    """The rules and kinds of the rule sets that a problem names come after its own."""
    names = held.pop("rule_sets", [])
    if not names:
        return held
    try:
        start = date.fromisoformat(held["horizon"]["start"])
        found = [rule_set(name, start) for name in names]
    except (Impossible, ValueError, KeyError, TypeError) as fault:
        raise Malformed(f"rule_sets: {fault}") from fault
    kinds = dict.fromkeys(kind for one in found for kind in one.kinds)
    rules = [rule for one in found for rule in one.rules]
    return held | {"kinds": [*held.get("kinds", []), *kinds], "rules": [*held.get("rules", []), *rules]}


def write_roster(roster: Roster, problem: str = "") -> str:
    written = Written(problem=problem, assignments=roster.assignments)
    return _adapter(Written).dump_json(written, indent=1).decode()


def read_roster(text: str) -> Roster:
    """Raises Malformed as ``read_problem`` does."""
    try:
        return Roster(_valid(Written, _parsed(text), text).assignments)
    except Impossible as fault:
        raise Malformed(str(fault)) from fault


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Malformed(f"this is not JSON: {fault.msg}", fault.lineno) from fault


def _valid(kind: type, held: object, text: str) -> Any:
    try:
        return _adapter(kind).validate_python(held)
    except ValidationError as fault:
        raise _told(fault, text) from fault


def _told(fault: ValidationError, text: str) -> Malformed:
    """The first fault: its place, what is wrong in words, and its line."""
    first = fault.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    place = cause.place if isinstance(cause, Impossible) and cause.place else first["loc"]
    named = ", ".join(part if isinstance(part, str) else f"number {part + 1}" for part in place)
    words = UNKNOWN if first["type"] in STRANGE else first["msg"].removeprefix("Value error, ")
    return Malformed(f"{named}: {words}" if named else words, line_of(text, place))
