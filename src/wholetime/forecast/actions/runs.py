"""Making a run: the question is answered, and both are kept for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from wholetime.chassis.api import Scope, access_node, access_scope, children, node
from wholetime.chassis.engine.wording import counted
from wholetime.chassis.models import Node
from wholetime.forecast.engine.run import History, Parcel, Question, QuestionRefused, answer
from wholetime.forecast.models import Run
from wholetime.forecast.queries.asking import Wish, asked, is_made
from wholetime.forecast.queries.runs import RunValue, run_value
from wholetime.forecast.queries.staff_parts import StaffPart, staff_parts

type Progress = Callable[[int, int], None]


def make_run(account: Any, scope: Scope, code: str, wish: Wish, on_progress: Progress | None = None) -> RunValue:
    """Answer ``wish`` from what ``scope`` may see of ``code``, and keep the run. ``account`` None is the command line.

    Raises QuestionRefused.
    """
    staff, question, history = question_of(scope, code, wish)
    return keep(account, Parcel(staff.title, question, history, answer(question, history, on_progress)))


def question_of(scope: Scope, code: str, wish: Wish) -> tuple[StaffPart, Question, History]:
    """What ``wish`` asks, and of which data. Raises QuestionRefused."""
    named = node(code)
    if named is None:
        raise QuestionRefused(f"no area or organisation is called {code}")
    return asked(scope, named.code, wish)


@dataclass
class Below:
    """How many areas were forecast, had a forecast of today's data already, or have too little to be forecast."""

    made: int = 0
    left: int = 0
    refused: int = 0

    def __str__(self) -> str:
        said = f"{counted(self.made, 'forecast')} made."
        already = f" {counted(self.left, 'area')} had one of today's data already." if self.left else ""
        return f"{said}{already}" + (f" {counted(self.refused, 'area')} cannot be forecast." if self.refused else "")


def make_runs_below(account: Any, code: str, part: str, on_progress: Progress | None = None) -> Below:
    """Answer the plain question about ``part`` of each area directly below ``code``. Raises NotInScope."""
    found, areas = Below(), children(access_node(account, code).code)
    for done, area in enumerate(areas, start=1):
        _make_below(account, area.code, part, found)
        if on_progress is not None:
            on_progress(done, len(areas))
    return found


def _make_below(account: Any, code: str, part: str, found: Below) -> None:
    scope = access_scope(account, code)
    if part not in {one.code for one in staff_parts(scope, code)}:
        return
    try:
        if is_made(code, part):
            found.left += 1
            return
        make_run(account, scope, code, Wish(part=part))
        found.made += 1
    except QuestionRefused:
        found.refused += 1


def keep(account: Any, parcel: Parcel) -> RunValue:
    """Write the run down."""
    supply = parcel.answer.line("supply")
    scenario = str(parcel.question.scenario.get("title", ""))
    with transaction.atomic():
        kept = Run.objects.create(
            node=Node.objects.get(code=parcel.question.scope),
            account=account,
            title=parcel.title[:120],
            part=parcel.question.part,
            groups=",".join(parcel.question.groups)[:500],
            size=supply.mean[0] if supply else 0.0,
            scenario=scenario[:80],
            question_hash=parcel.question.hash,
            result_hash=parcel.answer.hash,
            synthetic=parcel.history.synthetic,
            parcel=parcel.text(),
        )
    return run_value(kept)
