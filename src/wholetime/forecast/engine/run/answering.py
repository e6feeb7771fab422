"""The answer to a question: each method reads the history its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wholetime.forecast.engine.run.answer import Answer
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.series import answer_series
from wholetime.forecast.engine.run.stock_and_flow import answer_stock_and_flow

type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Method:
    """``title`` names it to people; ``answer`` may be told of progress as (draws done, draws in all)."""

    title: str
    about: str
    answer: Callable[[Question, History, Progress | None], Answer]


METHODS: Mapping[str, Method] = {
    "stock_and_flow": Method(
        "Stock and flow",
        "People in post, year by year: those who leave go out, those who join come in, in many draws of chance.",
        answer_stock_and_flow,
    ),
    "series": Method(
        "Series",
        "The past of each staff group, pooled with the others, carried on with an interval.",
        answer_series,
    ),
}


def answer(question: Question, history: History, on_progress: Progress | None = None) -> Answer:
    """Raises QuestionRefused where the history is not that of the question, or cannot answer it."""
    method = METHODS.get(question.method)
    if method is None:
        raise QuestionRefused(f"no method is called {question.method!r}: {', '.join(METHODS)}")
    if history.hash != question.history:
        raise QuestionRefused("the history is not the one that the question was asked of")
    return method.answer(question, history, on_progress)
