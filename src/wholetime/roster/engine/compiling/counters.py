"""The counters of a person: limits on totals, averages, contracted hours and fair shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from wholetime.roster.engine.arrays import Counter
from wholetime.roster.engine.compiling.sums import Sums
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.problem import (
    WORK,
    AverageWeek,
    ContractHours,
    FairShare,
    Measure,
    Person,
    Rule,
    Total,
)
from wholetime.roster.engine.rules.fairness import fair_shares, share_limits

WORKED = (WORK,)


class Counting:
    """Makes the counters of a problem's people, and what they share once."""

    def __init__(self, symbols: Symbols) -> None:
        self.problem, self.days = symbols.problem, symbols.problem.horizon.days
        self.sums = Sums(symbols)
        self._shares: dict[FairShare, dict[str, Fraction]] = {}

    def of(self, rule: Rule, person: Person) -> Iterator[Counter]:
        """The counters of one rule for one person; none that cannot be broken."""
        says = rule.says
        if isinstance(says, Total) and says.over_days is None:
            yield from self._total(rule, says, person)
        elif isinstance(says, Total):
            yield from self._windows(rule, says, person)
        elif isinstance(says, FairShare):
            yield from self._fair(rule, says, person)
        elif isinstance(says, AverageWeek):
            yield from self._averages(rule, says, person)
        elif isinstance(says, ContractHours):
            yield from self._contracted(rule, says, person)

    def _total(self, rule: Rule, says: Total, person: Person) -> Iterator[Counter]:
        past = self.problem.past_of(person)
        whole = self.sums.over(says.of, says.measure, range(self.days), past)
        yield from replace(whole, base=past.carries(rule.name)).limited(rule, says.at_least, says.at_most)

    def _windows(self, rule: Rule, says: Total, person: Person) -> Iterator[Counter]:
        """A limit that the history broke already is moved up to that; no least where not all of a window is known."""
        past, length = self.problem.past_of(person), says.over_days or self.days
        for last in range(self.days - 1, -1, -says.every):
            window = range(last - length + 1, last + 1)
            part = self.sums.over(says.of, says.measure, window, past)
            least = says.at_least if window.start >= -len(past.days) else 0
            yield from part.limited(rule, least, None if says.at_most is None else max(says.at_most, part.base))

    def _fair(self, rule: Rule, says: FairShare, person: Person) -> Iterator[Counter]:
        if says not in self._shares:
            self._shares[says] = fair_shares(says, self.problem)
        past = self.problem.past_of(person)
        due = self._shares[says][person.name] - past.carries(rule.name)
        yield from self.sums.over(says.of, says.measure, range(self.days), past).limited(
            rule, *share_limits(due, says.give)
        )

    def _averages(self, rule: Rule, says: AverageWeek, person: Person) -> Iterator[Counter]:
        """Each whole reference period that ends with a week, and what is known of the last one."""
        past = self.problem.past_of(person)
        for last in range(self.days - 1, -1, -7):
            window = range(last - 7 * says.weeks + 1, last + 1)
            known = range(max(window.start, -len(past.days)), window.stop)
            if known == window or last == self.days - 1:
                part = self.sums.over(WORKED, Measure.MINUTES, known, past)
                judged = self._present(person, known)
                judged = judged if known == window else -(-judged // 7) * 7
                yield from part.limited(rule, 0, max(part.base, says.at_most * judged // 7))

    def _present(self, person: Person, days: range) -> int:
        leave = [one for one in self.problem.leave_of(person) if one.excluded]
        return sum(not any(one.first <= day <= one.last for one in leave) for day in days)

    def _contracted(self, rule: Rule, says: ContractHours, person: Person) -> Iterator[Counter]:
        weekly, past = self.problem.contract[person.contract].weekly, self.problem.past_of(person)
        if weekly is None:
            return
        due = weekly * self.days // 7 + past.owed - self._credited(person)
        worked = self.sums.over(WORKED, Measure.MINUTES, range(self.days), past)
        yield from worked.limited(rule, max(0, due - says.under), max(0, due + says.over))

    def _credited(self, person: Person) -> int:
        leave = self.problem.leave_of(person)
        return sum(len(range(max(0, one.first), min(self.days, one.last + 1))) * one.credited for one in leave)
