"""A rostering problem, whole."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.roster.engine.problem.impossible import refuse_unless
from wholetime.roster.engine.problem.parts import Parts
from wholetime.roster.engine.problem.roster import Assignment, Roster
from wholetime.roster.engine.problem.sound import refuse_unsound


@dataclass(frozen=True, kw_only=True)
class Problem(Parts):
    """All that a roster is judged by, valid from birth.

    ``skills`` are the words for what people can do; nothing may name another. ``kinds`` are words for duties by their
    clock. ``rules`` bind everybody they are meant for; contracts and people add their own. ``demand`` and ``mixes`` are
    what the work needs. Raises Impossible, in words, for parts that contradict each other.
    """

    def __post_init__(self) -> None:
        refuse_unsound(self)

    def refuse_unknown(self, roster: Roster) -> None:
        """Raises Impossible for an assignment of a person, day, duty or role that this problem does not have."""
        for one in roster:
            refuse_unless(one.person in self.person, f"{one.person} is nobody in {self.name}")
            refuse_unless(self.horizon.holds(one.day), f"{one.person}: day {one.day} is outside the horizon")
            refuse_unless(one.duty in self.duty, f"{one.person}, day {one.day}: there is no duty {one.duty!r}")
            self._refuse_role(one)

    def _refuse_role(self, one: Assignment) -> None:
        roles = self.duty[one.duty].roles
        known = one.role in roles if roles else not one.role
        refuse_unless(known, f"{one.person}, day {one.day}: {one.duty} has no role {one.role!r}; it has {roles}")
