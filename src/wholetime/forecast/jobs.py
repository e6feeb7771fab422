"""Forecasts in the background, with progress that whoever asked for them sees."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wholetime.chassis.api import (
    GOES_ON,
    GoesOn,
    JobRefused,
    JobValue,
    NotInScope,
    access_scope,
    acting,
    background,
    connection_for_one_job,
    is_demo,
    operator_scope,
    reach_of,
    report,
    seats,
    start_job,
)
from wholetime.chassis.api import node as node_of
from wholetime.chassis.models import Account
from wholetime.forecast.actions.runs import keep, make_run, make_runs_below, question_of
from wholetime.forecast.actions.spread import draw_block, join_blocks, plan_run
from wholetime.forecast.engine.run import History, Parcel, Question, QuestionRefused, answer, rerun
from wholetime.forecast.engine.run.spread import Block, is_spread
from wholetime.forecast.queries.asking import Wish, is_made
from wholetime.forecast.queries.runs import RunValue, access_run
from wholetime.forecast.queries.staff_parts import staff_parts

type Said = str | GoesOn

SETTLING = 45
"""Seconds after a load: files come many at a time, and the pages that people open first are worked out before this."""
SHOWN = ("system", "place", "nation")
"""Kinds of area of which a demo has forecasts to look at, in the order to make them in: some 20 seconds' work each."""


@background("forecast.run", refusals=(QuestionRefused,))
def run_asked(job: int, code: str, asker: int, wish: dict[str, Any]) -> Said:
    """Make the run that somebody asked for, from what they may see when it is made.

    One of many draws is shared out among the workers there are.
    """
    account = Account.objects.get(pk=asker)
    asked = Wish(**(wish | {"groups": tuple(wish["groups"])}))
    try:
        with acting(reach_of(account)):
            staff, question, history = question_of(access_scope(account, code), code, asked)
    except NotInScope as absent:
        raise JobRefused("You may no longer see this area.") from absent
    if is_spread(question):
        return _share_out(job, staff.title, question, history)
    found = Parcel(staff.title, question, history, answer(question, history, lambda done, of: _tell(job, done, of)))
    with acting(reach_of(account)):
        return _made(job, keep(account, found))


def _share_out(job: int, title: str, question: Question, history: History) -> GoesOn:
    with transaction.atomic():
        for block in plan_run(job, title, question, history):
            draw_asked.defer(job=job, first=block.first, count=block.count)
    report(job, 0, question.draws, "Drawing futures")
    return GOES_ON


@background("forecast.block", refusals=(QuestionRefused,))
def draw_asked(job: int, first: int, count: int) -> GoesOn:
    """Draw one block of a run; whoever draws the last has them joined."""
    drawn = draw_block(job, Block(first, count), lambda: join_asked.defer(job=job))
    if drawn is not None:
        report(job, *drawn, "Drawing futures")
    return GOES_ON


@background("forecast.join", refusals=(QuestionRefused,))
def join_asked(job: int) -> Said:
    """Join the blocks of a run, and keep it."""
    run = join_blocks(job)
    return GOES_ON if run is None else _made(job, run)


def _made(job: int, run: RunValue) -> str:
    draws = run.question.draws
    report(job, draws, draws, "Kept", link=_shown(run))
    return f"Run {run.number} is kept. Its result is {run.result_hash[:12]}."


@background("forecast.rerun", refusals=(QuestionRefused,))
def rerun_asked(job: int, key: str, asker: int) -> str:
    """Ask the question of a run again, and say what differs. Nothing is kept of it."""
    account = Account.objects.get(pk=asker)
    with acting(reach_of(account)):
        run = access_run(account, UUID(key))
    found = rerun(run.parcel, lambda done, of: _tell(job, done, of))
    report(job, 1, 1, "Compared", link=reverse("forecast_run", args=[run.key]))
    return " ".join([str(found), *(str(one) for one in found.differences)])


@background("forecast.below")
def below_asked(job: int, code: str, asker: int, part: str) -> str:
    """Forecast the staff of ``part`` in every area below, from what whoever asked may see when it is made."""
    account = Account.objects.get(pk=asker)
    try:
        with acting(reach_of(account)):
            found = make_runs_below(account, code, part, lambda done, of: report(job, done, of, "Area by area"))
    except NotInScope as absent:
        raise JobRefused("You may no longer see this area.") from absent
    report(job, 1, 1, "Made", link=f"{reverse('forecast_page', args=[code, 'places'])}?of={part}")
    return str(found)


def start_below(account: Any, code: str, part: str) -> JobValue:
    """Have a worker forecast each area below."""
    return start_job(account, f"Forecasts below {code}", below_asked, code=code, asker=account.pk, part=part)


def start_run(account: Any, code: str, wish: Wish) -> JobValue:
    """Have a worker make the run."""
    return start_job(account, f"Forecast of {code}", run_asked, code=code, asker=account.pk, wish=asdict(wish))


def start_rerun(account: Any, run: RunValue) -> JobValue:
    """Have a worker run it again."""
    return start_job(account, f"Run {run.number} again", rerun_asked, key=str(run.key), asker=account.pk)


def _tell(job: int, done: int, of: int) -> None:
    if done == of or done % 64 == 0:  # a report is a transaction
        report(job, done, of, "Drawing futures")


def _shown(run: RunValue) -> str:
    return f"{reverse('forecast', args=[run.code])}?of={run.part}"


@app.task(name="forecast.shown", queueing_lock="forecast.shown", priority=-20)
def make_shown() -> None:
    """Of the demo: have everybody forecast who can be in the areas that somebody has a role in, an area a job."""
    with connection_for_one_job():
        areas = [found for code in {code for _, code in seats()} if (found := node_of(code)) is not None]
        for area in sorted(
            (one for one in areas if one.kind in SHOWN), key=lambda one: (SHOWN.index(one.kind), one.code)
        ):
            _defer(make_shown_of.configure(queueing_lock=f"forecast.shown.{area.code}"), code=area.code)


@app.task(name="forecast.shown_of", priority=-20)
def make_shown_of(code: str) -> None:
    """Make the runs of one area, unless the newest is of the same question: nothing new has been loaded since."""
    with connection_for_one_job():
        for part in staff_parts(operator_scope(), code):
            with suppress(QuestionRefused):
                if not is_made(code, part.code):
                    make_run(None, operator_scope(), code, Wish(part=part.code))


def start_shown() -> None:
    """Have a worker do it when the files of a demo are loaded, unless that is waiting to be done."""
    if is_demo():
        _defer(make_shown.configure(schedule_in={"seconds": SETTLING}))


def _defer(task: Any, **arguments: Any) -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(**arguments)
