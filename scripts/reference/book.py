"""The tree while it is being put together, and its four files."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Row = tuple[object, ...]


@dataclass
class Entry:
    """One node to be."""

    code: str
    kind: str
    name: str
    sector: str = ""
    opened: date | None = None
    closed: date | None = None


@dataclass
class Book:
    """Nodes by code, their parents by date, what became of them, and what is not known."""

    nodes: dict[str, Entry] = field(default_factory=dict)
    parents: dict[str, dict[date | None, str]] = field(default_factory=lambda: defaultdict(dict))
    successions: set[tuple[str, str, date]] = field(default_factory=set)
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    gaps: list[tuple[str, str]] = field(default_factory=list)

    def add(self, entry: Entry, parent: str | None) -> None:
        """Add a node under ``parent`` since always; the first to say so is believed."""
        if entry.code in self.nodes:
            return
        self.nodes[entry.code] = entry
        if parent is not None:
            self.parents[entry.code][None] = parent

    def move(self, code: str, parent: str, on: date) -> None:
        self.parents[code][on] = parent

    def parent(self, code: str, day: date) -> str | None:
        """The parent on ``day``."""
        begun = [
            (start or date.min, parent) for start, parent in self.parents.get(code, {}).items() if (start or day) <= day
        ]
        return max(begun)[1] if begun else None

    def up_to(self, code: str, kind: str, day: date) -> str | None:
        """The ancestor of ``kind`` on ``day``."""
        here: str | None = code
        while here is not None and self.nodes[here].kind != kind:
            here = self.parent(here, day)
        return here

    def spells(self) -> list[Row]:
        rows: list[Row] = []
        for child in sorted(self.parents):
            steps = sorted(self.parents[child].items(), key=lambda step: step[0] or date.min)
            kept = [step for place, step in enumerate(steps) if place == 0 or steps[place - 1][1] != step[1]]
            ends = [start for start, _ in kept[1:]] + [None]
            rows += [(child, parent, start, end) for (start, parent), end in zip(kept, ends, strict=True)]
        return rows

    def write(self, folder: Path) -> None:
        """``nodes, parentages, successions, aliases, gaps``, each ``.csv.gz`` and the same bytes every time."""
        folder.mkdir(parents=True, exist_ok=True)
        entries = [vars(self.nodes[code]) for code in sorted(self.nodes)]
        _write(
            folder / "nodes", ("code", "kind", "name", "sector", "opened", "closed"), [(*e.values(),) for e in entries]
        )
        _write(folder / "parentages", ("child", "parent", "start", "end"), self.spells())
        _write(folder / "successions", ("old", "new", "on"), sorted(self.successions))
        aliases = [(scheme, alias, code) for (scheme, alias), code in sorted(self.aliases.items())]
        _write(folder / "aliases", ("scheme", "alias", "code"), aliases)
        _write(folder / "gaps", ("code", "gap"), sorted(set(self.gaps)))


def _write(
    path: Path, header: tuple[str, ...], rows: list[Row] | list[tuple[str, str]] | list[tuple[str, str, date]]
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    # mtime 0: the same content is the same file
    Path(f"{path}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
