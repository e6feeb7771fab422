"""Runs, for those who may see their area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from wholetime.chassis.api import NotInScope, access_node
from wholetime.forecast.engine.run import Answer, History, Parcel, Question
from wholetime.forecast.models import Run

NEWEST = 5
"""Runs of one title that are opened to see whether they are of one version of its scenario."""
LISTED = ("key", "node", "title", "part", "groups", "scenario", "made_at", "question_hash", "result_hash", "synthetic")


@dataclass(frozen=True)
class RunValue:
    """``number`` is what footnotes say: the first eight digits of the key."""

    key: UUID
    code: str
    name: str
    title: str
    part: str
    groups: str
    scenario: str
    made_at: datetime
    question_hash: str
    result_hash: str
    synthetic: bool
    text: str = ""

    def as_row(self) -> dict[str, Any]:
        """The published form, the same for the command line and REST: what it is of, and its hashes."""
        return {
            "key": str(self.key),
            "org": self.code,
            "org_name": self.name,
            "staff": self.title,
            "part": self.part,
            "groups": [one for one in self.groups.split(",") if one],
            "scenario": self.scenario,
            "made_at": self.made_at.isoformat(),
            "question_hash": self.question_hash,
            "result_hash": self.result_hash,
            "synthetic": self.synthetic,
        }

    @property
    def number(self) -> str:
        return str(self.key)[:8]

    @cached_property
    def parcel(self) -> Parcel:
        return Parcel.read(self.text)

    @property
    def question(self) -> Question:
        return self.parcel.question

    @property
    def history(self) -> History:
        return self.parcel.history

    @property
    def first_year(self) -> int:
        """That of the count that it starts from."""
        return self.answer.lines[0].at[0].year

    @property
    def answer(self) -> Answer:
        return self.parcel.answer


def access_run(account: Any, key: UUID) -> RunValue:
    """The run ``key``, for whoever may see its area. Raises NotInScope."""
    found = Run.objects.select_related("node").filter(key=key).first()
    if found is None:
        raise NotInScope
    access_node(account, found.node.code)
    return run_value(found)


def access_runs(account: Any, code: str, part: str | None = None, limit: int = 50) -> list[RunValue]:
    """Runs of the area ``code``, newest first, without their parcels. Raises NotInScope."""
    return runs_of(access_node(account, code).code, part, limit)


def runs_of(code: str | None, part: str | None = None, limit: int = 50) -> list[RunValue]:
    """For whoever has been let in to ``code`` already; of every area where it is None."""
    found = Run.objects.select_related("node").defer("parcel").order_by("-made_at", "key")
    found = found if code is None else found.filter(node__code=code)
    found = found if part is None else found.filter(part=part)
    return [_listed(one) for one in found[:limit]]


def newest_run(account: Any, code: str, part: str, scenario: str = "") -> RunValue | None:
    """The last run of all groups of ``part`` in ``code`` under ``scenario``, whole. Raises NotInScope."""
    return _newest(access_node(account, code).code, part, scenario)


def largest_run(code: str) -> RunValue | None:
    """For the operator: the last run of the largest part that was forecast in ``code``; None where none was."""
    parts = _parts(code)
    return _newest(code, parts[0][0]) if parts else None


def _newest(code: str, part: str, scenario: str = "") -> RunValue | None:
    found = Run.objects.select_related("node").filter(node__code=code, part=part, groups="", scenario=scenario)
    newest = found.order_by("-made_at", "key").first()
    return None if newest is None else run_value(newest)


def run_under(account: Any, code: str, part: str, scenario: dict[str, Any]) -> RunValue | None:
    """The newest run of all groups of ``part`` in ``code`` under just this scenario, by value. Raises NotInScope."""
    node = access_node(account, code).code
    title = str(scenario.get("title", ""))[:80]
    found = Run.objects.select_related("node").filter(node__code=node, part=part, groups="", scenario=title)
    newest = (run_value(one) for one in found.order_by("-made_at", "key")[:NEWEST])
    return next((one for one in newest if one.question.scenario == scenario), None)


def parts_run(account: Any, code: str) -> tuple[tuple[str, str], ...]:
    """Code and title of each part that was forecast in ``code``, the largest first. Raises NotInScope."""
    return _parts(access_node(account, code).code)


def _parts(code: str) -> tuple[tuple[str, str], ...]:
    found = Run.objects.filter(node__code=code, groups="", scenario="").order_by("part", "-made_at")
    newest = found.distinct("part").values_list("part", "title", "size")
    return tuple((part, title) for part, title, _ in sorted(newest, key=lambda one: (-one[2], one[0])))


def runs_begun(begin: str) -> list[RunValue]:
    """For the operator: runs whose key begins like ``begin`` (a footnote's eight digits)."""
    keys: Iterable[UUID] = Run.objects.values_list("key", flat=True)
    wanted = [key for key in keys if str(key).startswith(begin.lower())]
    return [run_value(one) for one in Run.objects.select_related("node").filter(key__in=wanted)]


def run_value(run: Run) -> RunValue:
    return RunValue(**{**_columns(run), "text": run.parcel})


def _listed(run: Run) -> RunValue:
    return RunValue(**_columns(run))


def _columns(run: Run) -> dict[str, Any]:
    plain = {name: getattr(run, name) for name in LISTED if name != "node"}
    return plain | {"code": run.node.code, "name": run.node.name}
