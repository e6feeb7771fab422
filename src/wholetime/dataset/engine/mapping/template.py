"""An empty file in a source's own layout, to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from wholetime.dataset.engine.frames import BREAKDOWNS
from wholetime.dataset.engine.mapping.layouts import mappings_of

COUNTS = ("period", "org", "measure", "value", "sector", "status", *BREAKDOWNS)


def template_headings(source: str) -> tuple[str, ...]:
    """The headings of the newest layout of ``source``; none for a publication, whose own file is the template."""
    if source == "counts":
        return COUNTS
    return next((tuple(mapping.headings.values()) for mapping in mappings_of(source)), ())


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]] = ()) -> str:
    """A CSV file that spreadsheets open as UTF-8."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(headings)
    writer.writerows(rows)
    return "\ufeff" + held.getvalue()
