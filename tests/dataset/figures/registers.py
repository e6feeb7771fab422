"""Small invented registers of people, all that could be asked of them, and what the answers give away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from hypothesis import strategies as st

from wholetime.dataset.engine.guarding.counts import Counts
from wholetime.dataset.engine.guarding.deciding import decided
from wholetime.dataset.engine.guarding.layer import Cell, Layer
from wholetime.dataset.engine.guarding.nest import Nest, nest
from wholetime.kernel.disclosure import Policy, Protected, Relation

COLUMNS = ("sex", "staff_group")
ORGS = {"A": "North", "B": "North", "C": "South", "D": "South"}
NODES = (*ORGS, "North", "South", "all")

Columns = tuple[str, ...]
Values = tuple[str, ...]
Question = tuple[Columns, Values, str]
"""By which columns, with which values, of which node."""


@dataclass(frozen=True)
class Register:
    """``people``: (organisation, sex, staff group) → how many."""

    people: Mapping[tuple[str, str, str], int]
    policy: Policy

    @cached_property
    def nest(self) -> Nest:
        units = tuple((org, "nhs_trust", "staff list") for org in ORGS)
        chains = tuple((f"only {org}", org, place, "all") for org, place in ORGS.items())
        return nest(units, (chains, chains))

    @cached_property
    def layers(self) -> dict[Columns, Layer]:
        found: dict[Columns, Layer] = {}
        for width in range(len(COLUMNS) + 1):
            for columns in combinations(COLUMNS, width):
                margins = [found[columns[:at] + columns[at + 1 :]] for at in range(width)]
                layer = Layer(columns, self._counts(columns), lambda: self.nest, self.policy)
                found[columns] = decided(layer, margins)
        return found

    def _counts(self, columns: Columns) -> Counts:
        units: dict[Values, dict[int, int]] = {}
        for (org, *traits), people in self.people.items():
            if people:
                held = units.setdefault(self._chosen(columns, traits), {})
                bit = self.bit(org)
                held[bit] = held.get(bit, 0) + people
        return Counts(units)  # type: ignore[arg-type]

    def _chosen(self, columns: Columns, traits: Sequence[str]) -> Values:
        return tuple(trait for column, trait in zip(COLUMNS, traits, strict=True) if column in columns)

    def bit(self, org: str) -> int:
        return self.nest.bits[org, "nhs_trust", "staff list"]

    def units(self, node: str) -> int:
        return sum(self.bit(org) for org, place in ORGS.items() if node in (org, place, "all"))

    @cached_property
    def counts(self) -> dict[Question, int]:
        """The true answer to every question, added up straight from the people: nobody, too."""
        found: Counter[Question] = Counter()
        for (org, *traits), people in self.people.items():
            for columns in self.layers:
                for node in (org, ORGS[org], "all"):
                    found[columns, self._chosen(columns, traits), node] += people
        return dict(found)

    @cached_property
    def unseen(self) -> set[Question]:
        """The questions whose answer has no row: of nodes that a layer is shut to."""
        return {question for question in self.counts if self.layers[question[0]].is_shut(self.units(question[2]))}

    @cached_property
    def view(self) -> dict[Question, Protected]:
        """The answers as shown. Where there is nobody there is no row, which says as much."""
        found = {}
        for question in self.counts.keys() - self.unseen:
            columns, values, node = question
            verdict = self.layers[columns].judge(values, self.units(node))
            found[question] = Protected(verdict.shown) if verdict.why is None else Protected(None, verdict.why)
        return {question: found[question] for question in self.counts if question in found}

    @cached_property
    def vague(self) -> set[Question]:
        return {question for question in self.view if self.cell(question) in self.layers[question[0]].settled.vague}

    def cell(self, question: Question) -> Cell:
        columns, values, node = question
        layer = self.layers[columns]
        return columns, values, self.units(node) & layer.reached(values)

    def relations(self, asked: Sequence[Columns]) -> list[Relation[Question]]:
        """How the answers to questions by ``asked`` add up: over organisations, places and the values of a column."""
        sums: dict[tuple[Question, str], list[Question]] = {}
        for columns, values, node in self.counts:
            if columns in asked:
                above = ORGS.get(node) or ("all" if node != "all" else None)
                if above:
                    sums.setdefault(((columns, values, above), "node"), []).append((columns, values, node))
                for at, column in enumerate(columns):
                    fewer = columns[:at] + columns[at + 1 :]
                    if fewer in asked:
                        total = (fewer, values[:at] + values[at + 1 :], node)
                        sums.setdefault((total, column), []).append((columns, values, node))
        return [Relation(total, tuple(parts)) for (total, _), parts in sums.items()]


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Mostly few people, some organisations without a group; printed rounded or exactly."""
    groups = draw(st.sampled_from([("nurse", "doctor"), ("nurse", "doctor", "porter")]))
    few = st.one_of(st.integers(0, 6), st.integers(0, 25))
    keys = [(org, sex, group) for org in ORGS for sex in ("Female", "Male") for group in groups]
    policy = draw(st.sampled_from([Policy(round_to=5), Policy()]))
    return Register(dict(zip(keys, draw(st.tuples(*[few] * len(keys))), strict=True)), policy)
