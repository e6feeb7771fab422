"""A pytest plugin: the tests once as they are, then once for each mutant, each time in a forked child.

The parent never runs a test of the project: a child that inherited Polars' threads would wait for them for ever. Where
there is a database every child has a copy of its own, so that nothing one leaves behind is found by the next.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mutation.generating import Mutant
from mutation.switching import switch_on, watch, watch_again

CPU, WALL = (20.0, 10.0), (90.0, 20.0)
"""Seconds of processor and of clock that a child may take, and for each second that its tests took unchanged."""


@dataclass(frozen=True)
class Outcome:
    """``state``: killed, survived or timeout; error where something other than a test broke. ``by``: what failed."""

    mutant: Mutant
    state: str
    by: str = ""


@dataclass
class Baseline:
    """Of the unchanged code: each test's seconds, and the functions that it calls."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, set[str]] = field(default_factory=dict)


class Forking:
    """``found`` holds an outcome for each of ``mutants`` once pytest has returned."""

    def __init__(
        self,
        mutants: list[Mutant],
        ready: Path,
        told: Callable[[Outcome], None],
        *,
        database: bool,
        examples: int | None,
    ) -> None:
        self.mutants, self.ready, self.told, self.database, self.examples = mutants, ready, told, database, examples
        self.baseline = Baseline()
        self.calls: set[str] = set()
        self.said = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """No shrinking: that a test fails is enough. The examples stay those of the suite, or the first of them."""
        from hypothesis import Phase, settings

        for test in {item.obj for item in items if isinstance(item, pytest.Function)}:
            asked = getattr(test, "_hypothesis_internal_use_settings", None)
            if asked:
                most = min(asked.max_examples, self.examples or asked.max_examples)
                test._hypothesis_internal_use_settings = settings(  # noqa: SLF001  there is no other way from outside
                    asked, max_examples=most, phases=(Phase.explicit, Phase.generate), database=None
                )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.said = report.longreprtext

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            raise pytest.UsageError(f"a test cannot be read:\n{report.longreprtext}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        self.idle = next(item for item in session.items if item.path == self.ready)
        self.items = [item for item in session.items if item.path != self.ready]
        self._run(self.idle, self.items[0])  # makes the database, which stays until the session ends
        if self.said:
            raise pytest.UsageError(f"nothing could be made ready:\n{self.said}")
        _, text = self._in_child("", self.items, limits=(0, 3600))
        self._read_baseline(text)
        for mutant in self.mutants:
            self.told(self._outcome(mutant))
        return True

    def _read_baseline(self, text: str) -> None:
        for line in text.splitlines():
            name, seconds, calls, said = json.loads(line)
            if said:
                raise pytest.UsageError(f"{name} fails although nothing was changed:\n{said}")
            self.baseline.seconds[name], self.baseline.calls[name] = seconds, set(calls)
        if missing := [item.nodeid for item in self.items if item.nodeid not in self.baseline.seconds]:
            raise pytest.UsageError(f"the tests did not end although nothing was changed: {missing[0]}")

    def _outcome(self, mutant: Mutant) -> Outcome:
        base = self.baseline
        items = [item for item in self.items if mutant.function in base.calls[item.nodeid]]
        if not items:
            return Outcome(mutant, "survived", "no test calls it")
        items.sort(key=lambda item: base.seconds[item.nodeid])
        usual = sum(base.seconds[item.nodeid] for item in items)
        limits = (CPU[0] + CPU[1] * usual, WALL[0] + WALL[1] * usual)
        status, text = self._in_child(mutant.name, items, limits=limits)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM):
            return Outcome(mutant, "timeout")
        lines = [json.loads(line) for line in text.splitlines()]
        failed = next((name for name, _, _, said in lines if said), "")
        if os.WIFEXITED(status) and not failed:
            return Outcome(mutant, "survived" if status == 0 else "error")
        return Outcome(mutant, "killed", failed)

    def _in_child(self, mutant: str, items: list[pytest.Item], limits: tuple[float, float]) -> tuple[int, str]:
        """Run ``items`` with ``mutant`` in force, or none; how the child ended, and a line for each test that did."""
        with self._own_database() as connect:
            reading, writing = os.pipe()
            child = os.fork()
            if not child:
                os.close(reading)
                self._be_child(mutant, items, limits, writing, connect)
            os.close(writing)
            with os.fdopen(reading) as lines:
                text = lines.read()
            return os.waitpid(child, 0)[1], text

    def _be_child(
        self,
        mutant: str,
        items: list[pytest.Item],
        limits: tuple[float, float],
        writing: int,
        connect: Callable[[], None],
    ) -> None:
        """Never returns."""
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (1, 2):
                os.dup2(nowhere, stream)
            if limits[0]:
                resource.setrlimit(resource.RLIMIT_CPU, (int(limits[0]), int(limits[0]) + 5))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(int(limits[1]))
            connect()
            switch_on(mutant) if mutant else watch(self.calls)
            for item, following in zip(items, [*items[1:], self.idle], strict=True):
                os.write(writing, self._line(item, following).encode())
                if mutant and self.said:
                    os._exit(1)
            os._exit(0)
        except BaseException:
            os._exit(2)

    def _line(self, item: pytest.Item, following: pytest.Item) -> str:
        self.calls.clear()
        watch_again()
        self.said, began = "", time.perf_counter()
        self._run(item, following)
        return json.dumps([item.nodeid, time.perf_counter() - began, sorted(self.calls), self.said]) + "\n"

    @staticmethod
    def _run(item: pytest.Item, following: pytest.Item) -> None:
        """``following`` stays in the session, so that what is set up for the session stays too."""
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    @contextmanager
    def _own_database(self) -> Iterator[Callable[[], None]]:
        """A copy of the test database; what is yielded turns the child's connection to it."""
        if not self.database:
            yield lambda: None
            return
        from django.db import connection, connections
        from pytest_django.plugin import blocking_manager_key

        genuine = connection.settings_dict["NAME"]
        copy = f"{genuine}_mutant"

        def administer(*statements: str) -> None:
            with self.session.config.stash[blocking_manager_key].unblock():
                connections.close_all()
                with connection._nodb_cursor() as cursor:  # noqa: SLF001  Django's way to reach the server itself
                    for statement in statements:
                        cursor.execute(statement)

        administer(f'drop database if exists "{copy}"', f'create database "{copy}" template "{genuine}"')
        try:
            yield lambda: connection.settings_dict.update(NAME=copy)
        finally:
            administer(f'drop database "{copy}" with (force)')
