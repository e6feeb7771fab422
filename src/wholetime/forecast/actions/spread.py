"""Sharing a run out among workers, and joining what they drew."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.db import transaction
from django.db.models import Sum

from wholetime.chassis.models import Job
from wholetime.forecast.actions.runs import keep
from wholetime.forecast.engine.run import History, Parcel, Question
from wholetime.forecast.engine.run.canonical import canonical
from wholetime.forecast.engine.run.spread import Block, answer_joined, block_drawn, blocks_of
from wholetime.forecast.models import DrawBlock, RunPlan
from wholetime.forecast.queries.runs import RunValue


def plan_run(job: int, title: str, question: Question, history: History) -> tuple[Block, ...]:
    """Write down what is to be drawn; its blocks. Plans of jobs that have ended go, with what was drawn for them."""
    blocks = blocks_of(question.draws)
    RunPlan.objects.filter(job__ended_at__isnull=False).delete()
    RunPlan.objects.update_or_create(
        job_id=job,
        defaults={
            "title": title[:120],
            "question": canonical(question.as_json()),
            "history": canonical(history.as_json()),
            "blocks": len(blocks),
        },
    )
    return blocks


def draw_block(job: int, block: Block, when_whole: Callable[[], None]) -> tuple[int, int] | None:
    """Draw ``block`` unless it is there; draws so far and in all. None where the plan is gone: the run is kept, or
    another block could not be drawn.

    Whoever brings the last block has ``when_whole`` done with it, or neither. Raises QuestionRefused.
    """
    plan = RunPlan.objects.filter(job_id=job).first()
    if plan is None:
        return None
    question = _question(plan)
    if not DrawBlock.objects.filter(plan=plan, first=block.first).exists():
        held = block_drawn(question, _history(plan), block)
        with transaction.atomic():
            if not RunPlan.objects.select_for_update().filter(pk=plan.pk).exists():
                return None
            _, new = DrawBlock.objects.get_or_create(
                plan=plan, first=block.first, defaults={"count": block.count, "held": held}
            )
            if new and DrawBlock.objects.filter(plan=plan).count() == plan.blocks:
                when_whole()
    drawn = DrawBlock.objects.filter(plan=plan).aggregate(sum=Sum("count"))["sum"] or 0
    return drawn, question.draws


def join_blocks(job: int) -> RunValue | None:
    """Keep the run of all blocks; None where that was done already. Raises QuestionRefused."""
    plan = RunPlan.objects.filter(job_id=job).first()
    if plan is None:
        return None
    question, history = _question(plan), _history(plan)
    parts = [
        bytes(held) for held in DrawBlock.objects.filter(plan=plan).order_by("first").values_list("held", flat=True)
    ]
    found = Parcel(plan.title, question, history, answer_joined(question, history, parts))
    with transaction.atomic():
        if not RunPlan.objects.select_for_update().filter(pk=plan.pk).exists():
            return None
        kept = keep(Job.objects.get(pk=job).account, found)
        plan.delete()
    return kept


def _question(plan: RunPlan) -> Question:
    return Question.from_json(json.loads(plan.question))


def _history(plan: RunPlan) -> History:
    return History.from_json(json.loads(plan.history))
