"""Charts as pages show them: drawn once, for every process that shows the same."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from wholetime.chassis.engine.charts import Chart, render_svg
from wholetime.chassis.queries.shelf import Shelf
from wholetime.kernel.release import release

DRAWINGS = Shelf("drawings", most=20_000)
"""Of some 5 kB each. To draw one takes 50 to 180 ms, most of it to measure its words; to read one, 1 ms."""


def drawn(chart: Chart) -> str:
    """The chart's SVG as a page has it. What is kept lies under the name of all that it shows."""
    name = _name(chart)
    try:
        return _kept(name)
    except KeyError:
        made = render_svg(chart)
        DRAWINGS.put(name, made.encode())
        return made


# Some 30 kB each: at most 15 MB in a process.
@lru_cache(maxsize=512)
def _kept(name: str) -> str:
    """Raises KeyError, which is forgotten, where nothing is kept."""
    found = DRAWINGS.get(name)
    if found is None:
        raise KeyError(name)
    return found.decode()


def _name(chart: Chart) -> str:
    shown = json.dumps([release(), chart.title, chart.sentence, chart.spec], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()
