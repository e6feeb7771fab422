"""A run whose draws are shared out: each block drawn wherever there is a worker, then joined to the same answer."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wholetime.forecast.engine.run.answer import Answer
from wholetime.forecast.engine.run.answering import answer
from wholetime.forecast.engine.run.estimate import drivers_of, estimate
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.reading import counted
from wholetime.forecast.engine.run.stock_and_flow import Drawn, answer_drawn, draw

WHOLE = 500
"""Draws up to which a run is made by one worker: reading, sharing out and joining cost a second or two."""
BLOCK = 250
FLOW = "flow."


@dataclass(frozen=True, slots=True)
class Block:
    """Draws ``first`` and those that follow it, ``count`` in all."""

    first: int
    count: int


def is_spread(question: Question) -> bool:
    """Whether ``question`` is shared out."""
    return question.method == "stock_and_flow" and question.draws > WHOLE


def blocks_of(draws: int, size: int = BLOCK) -> tuple[Block, ...]:
    """Blocks of ``size``, in order; the last may be smaller."""
    return tuple(Block(first, min(size, draws - first)) for first in range(0, draws, size))


def block_drawn(
    question: Question, history: History, block: Block, on_progress: Callable[[int, int], None] | None = None
) -> bytes:
    """The draws of ``block``, as a file of arrays. Raises QuestionRefused."""
    if history.hash != question.history:
        raise QuestionRefused("the history is not the one that the question was asked of")
    inputs = estimate(question, counted(question, history)).inputs
    drivers = drivers_of(question, inputs, block.first, block.count)
    return _written(draw(question, inputs, drivers, on_progress, block.first, block.count))


def answer_joined(question: Question, history: History, parts: Sequence[bytes]) -> Answer:
    """The answer from all blocks of ``question`` in order: that of one process. Raises QuestionRefused."""
    drawn = _joined([_read(part) for part in parts])
    if len(drawn.wte) != question.draws:
        raise QuestionRefused(f"{len(drawn.wte):,} draws were made, and {question.draws:,} are asked for")
    return answer_drawn(question, history, drawn)


def answer_spread(question: Question, history: History, size: int = BLOCK) -> Answer:
    """Block by block in this process: what workers do between them."""
    if question.method != "stock_and_flow":
        return answer(question, history)
    blocks = blocks_of(question.draws, size)
    return answer_joined(question, history, [block_drawn(question, history, block) for block in blocks])


def _written(drawn: Drawn) -> bytes:
    target = io.BytesIO()
    flows: dict[str, Any] = {f"{FLOW}{kind}": flow for kind, flow in drawn.flows.items()}
    np.savez_compressed(target, heads=drawn.heads, wte=drawn.wte, **flows)
    return target.getvalue()


def _read(part: bytes) -> Drawn:
    with np.load(io.BytesIO(part), allow_pickle=False) as held:
        flows = {name.removeprefix(FLOW): held[name] for name in held.files if name.startswith(FLOW)}
        return Drawn(held["heads"], held["wte"], flows)


def _joined(parts: Sequence[Drawn]) -> Drawn:
    return Drawn(
        np.concatenate([part.heads for part in parts]),
        np.concatenate([part.wte for part in parts]),
        {kind: np.concatenate([part.flows[kind] for part in parts]) for kind in parts[0].flows},
    )
