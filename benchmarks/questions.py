"""Questions that the pages ask, of a lake that is open but has worked nothing out; and the pages themselves."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from types import ModuleType
from typing import Any

from wholetime.config.bringing_in import bring_in

QUESTIONS: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
    ("headcount", (), "2025-10"),
    ("headcount", ("staff_group",), "2025-10"),
    ("headcount", ("org",), "2025-10"),
    ("headcount", ("sex", "age_band"), "2025-10"),
    ("headcount", ("ethnicity",), "2025-10"),
    ("headcount", ("nationality",), "2025-10"),
    ("headcount", ("period",), None),
    ("wte", ("sector",), "2025-10"),
    ("wte", ("staff_group", "org"), "2025-10"),
    ("wte", ("period", "staff_group"), None),
    ("leaver_rate", ("period",), None),
    ("leaver_rate", ("org",), "2025-10"),
    ("leaver_rate", (), "2024/25"),
    ("stability_index", ("staff_group",), "2024/25"),
    ("sickness_rate", ("period",), None),
    ("sickness_rate", ("org",), "2025-10"),
    ("vacancy_rate", ("org",), "2025-10"),
    ("aged_55_and_over", ("staff_group",), "2025-10"),
)
PAGES = ("shape", "baseline", "trend", "people", "turnover", "sickness", "resilience", "compare")
SEAT, SYSTEM = "SYN", "SYNS"
"""Where the planner has a role, and the system below, most of whose figures are the same."""
OTHERS = 12
"""Areas below the system: the synthetic one has seven places, and more employers."""
KEPT = ("lake", "spells", "observed")
"""Modules whose caches always stay: the open lake, and what is worked out once for each version of it (spells, which
breakdowns each source has)."""
GUARDS = ("guards", "guarded_counts")
"""Which small numbers are withheld: worked out once for each version, measure and breakdown, for all questions."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each asking."""

    seconds: tuple[float, ...]

    @property
    def half(self) -> float:
        return quantiles(self.seconds, n=2)[0]

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=20)[-1]


def first_answer() -> float:
    """Opening the lake and working the spells out, once after a load."""
    started = time.perf_counter()
    _ask(*QUESTIONS[10])
    taken = time.perf_counter() - started
    bring_in()  # as a web process does before its first visitor
    return taken


def ask_anew(*, guarded: bool, rounds: int = 3) -> Times:
    """Every question with its answer forgotten; with ``guarded``, its terms and what is withheld are known already."""
    found = []
    for question in QUESTIONS * rounds:
        if guarded:
            _ask(*question)
        forget((*KEPT, *GUARDS) if guarded else KEPT)
        if not guarded:
            off_the_shelf("guards")
            off_the_shelf("terms")
        started = time.perf_counter()
        _ask(*question)
        found.append(time.perf_counter() - started)
    return Times(tuple(found))


def warm() -> float:
    """The job that follows a load: what people open first, worked out for every process."""
    from wholetime.insight.jobs import warm as job

    _planner()
    forget()
    for name in ("answers", "drawings", "guards", "terms"):
        off_the_shelf(name)
    started = time.perf_counter()
    job.func()
    return time.perf_counter() - started


def pages(state: str, rounds: int = 2) -> Times:
    """The pages of the synthetic system, as its planner sees them, in one of three states of what is known.

    ``anew``: answers and drawings are known to nobody, and this process knows nothing of the lake but where it is.
    ``elsewhere``: they are on disk, as after the job, but not in this process. ``again``: this process has them.
    """
    client = _client()
    found = []
    for slug in PAGES * rounds:
        if state != "again":
            forget()
        if state == "anew":
            _nobody_knows()
        found.append(_seconds(client, SEAT, slug))
    return Times(tuple(found))


def pages_of_others() -> Times:
    """The pages of places and employers that nobody has opened, from a process that has shown the system's."""
    from wholetime.chassis.api import children

    client = _client()
    for slug in PAGES:
        _seconds(client, SEAT, slug)
    _nobody_knows()
    below = children(SYSTEM)
    areas = [node.code for kind in ("place", "organisation") for node in below if node.kind == kind][:OTHERS]
    return Times(tuple(_seconds(client, code, slug) for code in areas for slug in PAGES))


def _seconds(client: Any, code: str, slug: str) -> float:
    started = time.perf_counter()
    answer = client.get(f"/insight/{code}/{slug}/", headers={"host": "localhost"})
    taken = time.perf_counter() - started
    assert answer.status_code == 200, (code, slug)
    return taken


def _client() -> Any:
    from django.test import Client

    client = Client()
    client.force_login(_planner())
    session = client.session
    session["wholetime.second_factor"] = {"account": _planner().pk, "how": "benchmark", "at": 0}
    session.save()
    return client


def _nobody_knows() -> None:
    for name in ("answers", "drawings"):
        off_the_shelf(name)


def off_the_shelf(name: str) -> None:
    """Forget what every process keeps on disk."""
    from django.conf import settings

    shutil.rmtree(settings.HOME / "derived" / name, ignore_errors=True)


def _planner() -> Any:
    from wholetime.chassis.models import Account

    account, made = Account.objects.get_or_create(email="bench@example.org", defaults={"name": "Benchmark"})
    if made:
        _grant(account)
    return account


def _grant(account: object) -> None:
    from wholetime.chassis.actions.accounts import grant

    grant(account, SEAT, "planner")  # type: ignore[arg-type]


def _ask(name: str, by: tuple[str, ...], period: str | None) -> None:
    from wholetime.dataset.api import figures_for, operator_scope
    from wholetime.kernel.period import parse_period

    asked = parse_period(period) if period else None
    assert figures_for(name, operator_scope(), place=SEAT, by=by, period=asked), name


def forget(kept: Sequence[str] = KEPT) -> None:
    """Empty every cache of answers and pages, but for those of the modules ``kept``."""
    for module in _modules(kept):
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and value.__module__ == module.__name__:
                value.cache_clear()


def _modules(kept: Sequence[str]) -> Iterable[ModuleType]:
    for package in ("wholetime.dataset.queries.figures", "wholetime.insight.queries", "wholetime.insight.web"):
        for found in pkgutil.iter_modules(importlib.import_module(package).__path__):
            if found.name not in kept:
                yield importlib.import_module(f"{package}.{found.name}")
    yield importlib.import_module("wholetime.chassis.web.drawings")
