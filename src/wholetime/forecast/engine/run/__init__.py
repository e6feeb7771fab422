"""A question that decides its answer, the answer, and what differs between two of them."""

from wholetime.forecast.engine.run.again import Rerun, rerun
from wholetime.forecast.engine.run.answer import Answer, Line
from wholetime.forecast.engine.run.answering import METHODS, Method, answer
from wholetime.forecast.engine.run.code_version import code_version
from wholetime.forecast.engine.run.compare import Difference, compare
from wholetime.forecast.engine.run.history import History, Origin, Point
from wholetime.forecast.engine.run.parcel import NotAParcel, Parcel
from wholetime.forecast.engine.run.question import Question, QuestionRefused

__all__ = [
    "METHODS",
    "Answer",
    "Difference",
    "History",
    "Line",
    "Method",
    "NotAParcel",
    "Origin",
    "Parcel",
    "Point",
    "Question",
    "QuestionRefused",
    "Rerun",
    "answer",
    "code_version",
    "compare",
    "rerun",
]
