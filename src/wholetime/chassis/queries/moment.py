"""Questions that a request asks again and again are asked of the database once: all of it sees one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from wholetime.chassis.postgres.reach import current

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers of this moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """For something that only reads: what `once_a_moment` marks is answered once until its end."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def forget_moment() -> None:
    """What was answered may be out of date: ask again."""
    held = _answers.get()
    if held is not None:
        held.clear()


def once_a_moment[**Args, Found](ask: Callable[Args, Found]) -> Callable[Args, Found]:
    """Outside `one_moment` it is asked each time. Arguments must be hashable, and the answer not be changed."""

    @wraps(ask)
    def asked(*args: Args.args, **named: Args.kwargs) -> Found:
        held = _answers.get()
        if held is None:
            return ask(*args, **named)
        key = (current().settings, ask, args, tuple(named.items()))  # who may see less has an answer of their own
        if key not in held:
            held[key] = ask(*args, **named)
        return held[key]

    return asked
