"""Stands in for mutmut's trampolines: a function runs at its own speed until it is made to run as a mutant of it.

mutmut's ask, at each call, which mutant is in force; here that would take longer than the search of a small table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

MutantDict = dict[str, Any]
MONITOR = sys.monitoring.PROFILER_ID

_mutants: dict[FunctionType, MutantDict] = {}


def switched(mutants: MutantDict, is_classmethod: bool = False) -> Callable[[FunctionType], FunctionType]:
    """The decorator of a function whose ``mutants`` are listed once its module has been read."""

    def listed(function: FunctionType) -> FunctionType:
        _mutants[function] = mutants
        return function

    return listed


def switch_on(name: str) -> None:
    """From now on, in this process, the function runs as the mutant ``name``. Raises LookupError."""
    module, _, short = name.rpartition(".")
    for function, mutants in _mutants.items():
        if function.__module__ == module and short in mutants:
            function.__code__ = mutants[short].__code__
            function.__defaults__, function.__kwdefaults__ = mutants[short].__defaults__, mutants[short].__kwdefaults__
            return
    raise LookupError(name)


def watch(calls: set[str]) -> None:
    """Adds the name of every such function to ``calls`` when it is called; once, until ``watch_again``."""
    names: dict[CodeType, str] = {}
    for function, mutants in _mutants.items():
        original = mutants["_mutmut_orig"].__name__.rpartition("__mutmut_")[0]
        names[function.__code__] = f"{function.__module__}.{original}"

    def called(code: CodeType, _: int) -> object:
        calls.add(names[code])
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(MONITOR, "mutants")
    sys.monitoring.register_callback(MONITOR, sys.monitoring.events.PY_START, called)
    for code in names:
        sys.monitoring.set_local_events(MONITOR, code, sys.monitoring.events.PY_START)


def watch_again() -> None:
    sys.monitoring.restart_events()
