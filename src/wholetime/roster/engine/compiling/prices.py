"""Prices of single assignments: skills, leave, what is fixed, requests, and the rules on one duty."""

from __future__ import annotations

import numpy as np

from wholetime.roster.engine.arrays import DEAREST, FORBIDDEN, OFF, Flags, Ints
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.problem import Breaks, DutyLength, Impossible, Never, Pay, Person, Problem, Rule
from wholetime.roster.engine.problem.forms import DAY_NAMES
from wholetime.roster.engine.rules.pay import points


def prices(problem: Problem, symbols: Symbols) -> Ints:
    """[P, D, S]."""
    table = np.zeros((len(problem.people), problem.horizon.days, len(symbols)), dtype=np.int64)
    index = {person.name: at for at, person in enumerate(problem.people)}
    paid = dict[object, Ints]()
    for person in problem.people:
        _of_person(problem, symbols, person, table[index[person.name]], paid)
    for request in problem.requests:
        asked = symbols.marked(request.of)
        table[index[request.person], request.day, ~asked if request.wanted else asked] += request.weight
    for leave in problem.leave:
        table[index[leave.person], max(0, leave.first) : max(0, leave.last + 1), OFF + 1 :] = FORBIDDEN
    for fixed in problem.fixed:
        other = np.arange(len(symbols)) != symbols.number(fixed.duty, fixed.role)
        table[index[fixed.person], fixed.day, other] = FORBIDDEN
    ordinary = table[table < FORBIDDEN]
    if ordinary.max(initial=0) > DEAREST:
        raise Impossible(
            f"the prices of one duty add up to {ordinary.max()}; beyond {DEAREST} a rule should be a hard one"
        )
    return np.minimum(table, FORBIDDEN)


def _of_person(problem: Problem, symbols: Symbols, person: Person, table: Ints, paid: dict[object, Ints]) -> None:
    unable = [not problem.able(person, duty, role) for duty, role in symbols.choices]
    table[:, OFF + 1 :][:, np.array(unable)] = FORBIDDEN
    for rule in problem.rules_of(person):
        if isinstance(rule.says, Pay):
            alike = (rule.says, person.grade, person.hourly)
            if alike not in paid:
                paid[alike] = _pay(rule.says, symbols, person)
            table += paid[alike] * price_of(rule)
        elif isinstance(rule.says, Never | DutyLength | Breaks):
            table += _broken(rule.says, symbols) * price_of(rule)


def price_of(rule: Rule) -> int:
    """The price of the smallest unit of breach."""
    return FORBIDDEN if rule.hard else rule.price


def _broken(says: Never | DutyLength | Breaks, symbols: Symbols) -> Flags:
    """[D, S]: where one assignment breaks the rule."""
    marked = np.broadcast_to(symbols.marked(says.of), (symbols.problem.horizon.days, len(symbols)))
    if isinstance(says, Never):
        return marked & _days(says, symbols)[:, None]
    if isinstance(says, DutyLength):
        return marked & (symbols.elapsed > says.at_most)
    held = np.array([0, *(duty.breaks for duty, _ in symbols.choices)])
    return marked & (held < _asked(says, symbols))


def _asked(says: Breaks, symbols: Symbols) -> Ints:
    asked = np.zeros_like(symbols.elapsed)
    for longer, minutes in says.steps:
        asked = np.where(symbols.elapsed > longer, np.maximum(asked, minutes), asked)
    return asked


def _days(says: Never, symbols: Symbols) -> Flags:
    days = range(symbols.problem.horizon.days)
    first, last = says.first, says.last
    within = [(first is None or day >= first) and (last is None or day <= last) for day in days]
    named = np.isin(symbols.weekday, [DAY_NAMES.index(name) for name in says.on or DAY_NAMES])
    return np.array(within) & named


def _pay(says: Pay, symbols: Symbols, person: Person) -> Ints:
    horizon = symbols.problem.horizon
    return symbols.each(lambda duty, day: points(says, person, duty, horizon, day))
