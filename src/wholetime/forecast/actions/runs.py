"""Making a run: the question is answered, and both are kept for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from wholetime.chassis.api import Scope, node
from wholetime.chassis.models import Node
from wholetime.forecast.engine.run import History, Parcel, Question, QuestionRefused, answer
from wholetime.forecast.models import Run
from wholetime.forecast.queries.asking import Wish, asked
from wholetime.forecast.queries.runs import RunValue, run_value
from wholetime.forecast.queries.staff_parts import StaffPart

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
