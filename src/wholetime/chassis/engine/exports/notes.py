"""Notes of sources: each source is numbered once, in the order in which figures first name it."""

from __future__ import annotations

from collections.abc import Iterable

from wholetime.chassis.engine.wording import coverage_text, day_text
from wholetime.kernel.figure import Figure, Source


def numbered(figures: Iterable[Figure]) -> dict[Source, int]:
    """Each source with its number, from 1."""
    sources = dict.fromkeys(source for figure in figures for source in figure.sources)
    return {source: number for number, source in enumerate(sources, start=1)}


def note_text(source: Source) -> str:
    """One line: publication, file, the start of its SHA-256, when it was loaded, licence."""
    invented = " Invented data." if source.synthetic else ""
    return (
        f"{source.publication}. File {source.file}, SHA-256 {source.sha256[:16]}…, "
        f"loaded {day_text(source.loaded_at.date())}. {source.licence}.{invented}"
    )


def marks(figure: Figure, numbers: dict[Source, int]) -> str:
    """``[1, 3]``; empty where a figure has no source."""
    found = sorted(numbers[source] for source in figure.sources)
    return f"[{', '.join(map(str, found))}]" if found else ""


def coverage_note(figure: Figure) -> str:
    return coverage_text(figure) or "Not stated"
