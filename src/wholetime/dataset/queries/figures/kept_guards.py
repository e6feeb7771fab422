"""Guards kept on disk under all that they depend on: a new month or another process decides only what is new."""

from __future__ import annotations

from collections.abc import Sequence

from wholetime.chassis.api import Shelf
from wholetime.dataset.engine.guarding.deciding import decided
from wholetime.dataset.engine.guarding.layer import Layer
from wholetime.dataset.engine.guarding.written import read_back, written

GUARDS = Shelf("guards", most=20_000)
"""2 to 200 kB each; sixty months by ten columns are some 5,000."""


def kept_or_decided(digest: str, layer: Layer, margins: Sequence[Layer]) -> Layer:
    """``layer`` decided, by looking it up where it was decided before."""
    text = GUARDS.get(digest)
    if text is not None:
        return read_back(text.decode(), layer)
    found = decided(layer, margins)
    GUARDS.put(digest, written(found).encode())
    return found
