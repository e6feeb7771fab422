"""A run shared out among workers is the run of one process, whatever the blocks, their order and who dies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_history, a_question, with_ages
from tests.forecast.test_jobs import PART, WISH

from wholetime.chassis.actions.background import give_up, may_repeat
from wholetime.chassis.models import Job
from wholetime.forecast import jobs
from wholetime.forecast.actions import runs as making
from wholetime.forecast.actions import spread as sharing
from wholetime.forecast.engine.run import QuestionRefused, answer
from wholetime.forecast.engine.run.spread import (
    BLOCK,
    WHOLE,
    Block,
    answer_joined,
    answer_spread,
    block_drawn,
    blocks_of,
    is_spread,
)
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.models import DrawBlock, Run, RunPlan

DRAWS = 20


def test_blocks_come_to_the_answer_of_one_process() -> None:
    """With ages, and with every range of the register, in blocks that do not divide the draws."""
    history = with_ages(a_history())
    question = replace(a_question(history), register=shipped_register().as_json())
    whole = answer(question, history)
    found = answer_spread(question, history, size=7)
    assert found.hash == whole.hash
    assert found == whole


def test_blocks_hold_every_draw_once() -> None:
    assert blocks_of(20, 7) == (Block(0, 7), Block(7, 7), Block(14, 6))
    assert sum(block.count for block in blocks_of(WHOLE + 1)) == WHOLE + 1
    assert blocks_of(BLOCK) == (Block(0, BLOCK),)


def test_only_many_draws_of_people_are_shared_out() -> None:
    question = a_question(a_history())
    assert not is_spread(replace(question, draws=WHOLE))
    assert is_spread(replace(question, draws=WHOLE + 1))
    assert not is_spread(replace(question, draws=WHOLE + 1, method="series"))


def test_blocks_that_are_not_all_there_make_no_run() -> None:
    history = a_history()
    question = a_question(history)
    with pytest.raises(QuestionRefused, match="7 draws were made, and 20"):
        answer_joined(question, history, [block_drawn(question, history, Block(0, 7))])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Draws done and in all, as the owner was told: a report goes past the transaction that a test is in."""
    said: list[tuple[int, int]] = []
    monkeypatch.setattr(jobs, "report", lambda job, done, total, *_, **__: said.append((done, total)))
    return said


@pytest.fixture
def shared(world: World, monkeypatch: pytest.MonkeyPatch, told: list[tuple[int, int]]) -> Job:
    """A job of Gita's, asked for twenty draws where seven are a block: three blocks wait in the queue."""

    def asked(scope: Any, code: str, wish: Any) -> Any:
        history = a_history()
        return PART, a_question(history, code, wish.years, wish.seed), history

    monkeypatch.setattr(making, "asked", asked)
    monkeypatch.setattr(jobs, "is_spread", lambda question: True)
    monkeypatch.setattr(sharing, "blocks_of", lambda draws: blocks_of(draws, 7))
    job = Job.objects.create(account=world.accounts["gita"], title="A forecast")
    jobs.run_asked.func(job=job.pk, code="RMC", asker=world.accounts["gita"].pk, wish=WISH)
    job.refresh_from_db()
    assert (job.state, told) == ("running", [(0, DRAWS)])
    return job


def queued(name: str) -> list[dict[str, Any]]:
    return [one.args for one in ProcrastinateJob.objects.filter(task_name=name).order_by("id")]


def test_workers_share_a_run_in_any_order(shared: Job, told: list[tuple[int, int]]) -> None:
    blocks = queued("forecast.block")
    assert [one["first"] for one in blocks] == [0, 7, 14]
    for count, one in zip((6, 13, 20), reversed(blocks), strict=True):
        assert queued("forecast.join") == []
        jobs.draw_asked.func(**one)
        shared.refresh_from_db()
        assert (shared.state, told[-1]) == ("running", (count, DRAWS))
    (join,) = queued("forecast.join")
    jobs.join_asked.func(**join)
    shared.refresh_from_db()
    run = Run.objects.get()
    history = a_history()
    assert run.result_hash == answer(a_question(history), history).hash
    assert (run.account, run.node.code) == (shared.account, "RMC")
    assert (shared.state, told[-1]) == ("done", (DRAWS, DRAWS))
    assert run.result_hash[:12] in shared.said
    assert not RunPlan.objects.exists()
    assert not DrawBlock.objects.exists()


def test_a_block_that_is_drawn_twice_counts_once(shared: Job) -> None:
    """Its worker died after it had kept the draws, and before it could say so; so did the one that joined them."""
    assert may_repeat("forecast.block")
    assert may_repeat("forecast.join")
    for one in queued("forecast.block"):
        jobs.draw_asked.func(**one)
        jobs.draw_asked.func(**one)
    (join,) = queued("forecast.join")
    jobs.join_asked.func(**join)
    jobs.join_asked.func(**join)
    assert Run.objects.count() == 1


def test_a_block_whose_worker_dies_twice_ends_the_run_and_says_so(shared: Job, world: World) -> None:
    first, *rest = queued("forecast.block")
    give_up(first["job"], may_repeat("forecast.block"))  # what the queue does with a block that killed two workers
    for one in rest:
        jobs.draw_asked.func(**one)
    shared.refresh_from_db()
    assert shared.state == "failed"
    assert "begun twice" in shared.said
    assert not DrawBlock.objects.exists()
    assert not Run.objects.exists()
    again = Job.objects.create(account=world.accounts["gita"], title="Another")
    jobs.run_asked.func(job=again.pk, code="RMC", asker=again.account_id, wish=WISH)
    assert [plan.job_id for plan in RunPlan.objects.all()] == [again.pk]


def test_a_block_that_cannot_be_drawn_ends_the_run(shared: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> bytes:
        raise QuestionRefused("there is no such group")

    monkeypatch.setattr(sharing, "block_drawn", refused)
    jobs.draw_asked.func(**queued("forecast.block")[0])
    shared.refresh_from_db()
    assert (shared.state, shared.said) == ("failed", "there is no such group")
