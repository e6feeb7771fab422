"""As whom the database is asked: how far a connection reaches is settled before each statement, not once at a door.

Whoever says nothing reaches nothing. The rules themselves are the database's (models/row_rules.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ROLE = "wholetime_scoped"
"""Owns no table and is no superuser: rows are shown to it by the rules alone."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What ``account`` may see on ``day``, through its API token ``token`` where there is one; without, nothing.

    ``everything`` is the operator, who owns the tables. ``known`` remembers what was worked out for this very reach.
    """

    account: int | None = None
    token: int | None = None
    day: date | None = None
    everything: bool = False
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def settings(self) -> tuple[str, str, str, str]:
        """Role, account, token and day, as the database is told them."""
        if self.everything:
            return "none", "", "", ""
        return ROLE, _text(self.account), _text(self.token), _text(self.day)


def _text(value: object) -> str:
    return "" if value is None else str(value)


NOTHING = Reach()
OPERATOR = Reach(everything=True)

_default = NOTHING
_current: ContextVar[Reach | None] = ContextVar("reach", default=None)


def current() -> Reach:
    return _current.get() or _default


def by_default(reach: Reach) -> None:
    """For a whole process: the command line is the operator's; whatever serves others reaches nothing by itself."""
    global _default
    _default = reach


def act(reach: Reach) -> None:
    """From here on, until the ``acting`` around it ends: somebody has just signed in or out."""
    _current.set(reach)


@contextmanager
def acting(reach: Reach) -> Iterator[None]:
    """Ask the database with ``reach``, and afterwards as before."""
    before = _current.set(reach)
    try:
        yield
    finally:
        _current.reset(before)


@contextmanager
def as_operator() -> Iterator[None]:
    """Ask past the rules. Each use says why: docs/decisions/0012-rows-by-scope.md lists them."""
    with acting(OPERATOR):
        yield


def carried[Part](parts: Iterable[Part], reach: Reach) -> Iterator[Part]:
    """``parts``, each made with ``reach``: a body that is sent in parts is made after the request is over."""
    making = iter(parts)
    while True:
        with acting(reach):
            try:
                part = next(making)
            except StopIteration:
                return
        yield part
