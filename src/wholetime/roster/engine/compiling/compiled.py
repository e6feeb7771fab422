"""A problem as the optimiser takes it, and rosters there and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.roster.engine.arrays import OFF, Arrays, Ints, Rules
from wholetime.roster.engine.compiling.counters import Counting
from wholetime.roster.engine.compiling.cover import cover
from wholetime.roster.engine.compiling.follows import Order, runs
from wholetime.roster.engine.compiling.prices import prices
from wholetime.roster.engine.compiling.sparing import implied, merged
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.compiling.windows import rolling_minutes
from wholetime.roster.engine.problem import Assignment, MinutesInWindow, Person, Problem, Roster


@dataclass(frozen=True, slots=True)
class Compiled:
    """``arrays`` have the same penalty for a line of symbols as the problem has for its roster."""

    problem: Problem
    symbols: Symbols
    arrays: Arrays

    def lines(self, roster: Roster) -> Ints:
        """[P, D]: a roster's symbols. Raises Impossible where it names what the problem does not have."""
        self.problem.refuse_unknown(roster)
        lines = np.full((len(self.problem.people), self.problem.horizon.days), OFF, dtype=np.int64)
        at = {person.name: row for row, person in enumerate(self.problem.people)}
        for one in roster:
            lines[at[one.person], one.day] = self.symbols.number(one.duty, one.role)
        return lines

    def roster(self, lines: Ints) -> Roster:
        """The roster of lines of symbols [P, D]."""
        choices, people = self.symbols.choices, self.problem.people
        work = ((int(row), int(day), *choices[lines[row, day] - 1]) for row, day in np.argwhere(lines != OFF))
        return Roster(tuple(Assignment(people[row].name, day, duty.name, role) for row, day, duty, role in work))


def compile_problem(problem: Problem) -> Compiled:
    """The arrays of a problem."""
    symbols = Symbols(problem)
    rules, rules_of = _rules(problem, symbols)
    history = _history(problem, symbols, rules)
    arrays = Arrays(prices(problem, symbols), history, rules, rules_of, cover(problem, symbols))
    return Compiled(problem, symbols, arrays)


def _rules(problem: Problem, symbols: Symbols) -> tuple[tuple[Rules, ...], Ints]:
    """Each person's rules; people whose rules, history and leave are the same share them."""
    counting, order = Counting(symbols), Order(symbols)
    made, numbers = list[Rules](), dict[object, int]()
    rules_of = []
    for person in problem.people:
        key = _sameness(problem, person)
        if key not in numbers:
            numbers[key] = len(made)
            made.append(_of_person(problem, person, symbols, counting, order))
        rules_of.append(numbers[key])
    return tuple(made), np.array(rules_of)


def _sameness(problem: Problem, person: Person) -> object:
    past, rules = problem.past_of(person), problem.rules_of(person)
    leave = tuple((one.first, one.last, one.credited, one.excluded) for one in problem.leave_of(person))
    return rules, past.days, past.carried, past.owed, leave, person.contract, person.skills


def _of_person(problem: Problem, person: Person, symbols: Symbols, counting: Counting, order: Order) -> Rules:
    rules, past = problem.rules_of(person), problem.past_of(person)
    succession, patterns = order.of(rules)
    counted = (rule for rule in rules if not implied(rule, rules, problem, past))
    totals = [counter for rule in counted for counter in counting.of(rule, person)]
    for rule in rules:
        if isinstance(rule.says, MinutesInWindow):
            totals += rolling_minutes(rule, rule.says, symbols, past)
    return Rules(succession, tuple(runs(rules, symbols, past)), patterns, merged(totals))


def _history(problem: Problem, symbols: Symbols, rules: tuple[Rules, ...]) -> Ints:
    """[P, H]: as many days as any pattern looks back on, -1 where they are not known."""
    longest = max((len(pattern.sets) - 1 for one in rules for pattern in one.patterns), default=1)
    history = np.full((len(problem.people), max(1, longest)), -1, dtype=np.int64)
    for row, person in enumerate(problem.people):
        known = problem.past_of(person).days[-history.shape[1] :]
        if known:
            history[row, -len(known) :] = [symbols.some(duty) for duty in known]
    return history
