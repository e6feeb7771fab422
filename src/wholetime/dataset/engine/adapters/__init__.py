"""One small module for each source, from its file to a canonical frame.

``all_adapters`` finds every module here that offers ``ADAPTERS``: adding a source is one file and one test.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from wholetime.dataset.engine.adapter import Adapter, Layout


@cache
def all_adapters() -> tuple[Adapter, ...]:
    """Every adapter, by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    found = [adapter for module in modules for adapter in getattr(module, "ADAPTERS", ())]
    return tuple(sorted(found, key=lambda adapter: adapter.name))


def adapter_for(layout: Layout) -> Adapter | None:
    """The one adapter that recognises ``layout``; None when none does."""
    return next((adapter for adapter in all_adapters() if adapter.recognise(layout)), None)


def adapter_named(name: str) -> Adapter | None:
    return next((adapter for adapter in all_adapters() if adapter.name == name), None)
