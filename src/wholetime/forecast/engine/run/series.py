"""The answer by series: the past of each staff group carried on."""

from collections.abc import Callable

from wholetime.forecast.engine.run.answer import Answer
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.question import Question, QuestionRefused


def answer_series(
    question: Question, history: History, on_progress: Callable[[int, int], None] | None = None
) -> Answer:
    raise QuestionRefused("later")
