"""One team's pack as a value: the same sections as PDF for a wall and CSV for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholetime.chassis.engine.exports import Briefing, Section, csv_text, pdf
from wholetime.chassis.engine.tables import Cell, Table
from wholetime.chassis.engine.wording import day_text

HOW_TO_USE = (
    "This pack is for when wholetime cannot be reached. It is as old as the time at its top: check what matters by "
    "telephone. Write changes on paper, and enter them when the system is back. Keep it where only the team reads it."
)


@dataclass(frozen=True, slots=True)
class Pack:
    """What is known of team ``code`` at ``moment`` (local time)."""

    code: str
    name: str
    moment: datetime
    sections: tuple[Section, ...]

    @property
    def file_name(self) -> str:
        """Without ending; safe on any disk or share."""
        return re.sub(r"[^A-Za-z0-9-]", lambda found: f"%{ord(found[0]):02X}", self.code)

    @property
    def made(self) -> str:
        return f"{day_text(self.moment.date())}, {self.moment:%H:%M}"


def as_pdf(pack: Pack) -> bytes:
    subtitle = f"Downtime pack, as of {pack.made}"
    return pdf(Briefing(f"{pack.name} ({pack.code})", subtitle, pack.moment.date(), pack.sections, (HOW_TO_USE,)))


def as_csv(pack: Pack) -> bytes:
    """Section by section; nothing in it can be taken for a formula. UTF-8 with a mark, as Excel wants it."""
    return ("\ufeff" + csv_text(_rows(pack))).encode()


def _rows(pack: Pack) -> Iterator[Sequence[Cell]]:
    yield ("Downtime pack", pack.code, pack.name, pack.moment.isoformat())
    for section in pack.sections:
        yield ()
        yield (section.heading,)
        for block in section.blocks:
            if isinstance(block, Table):
                yield [column.title for column in block.columns]
                yield from block.rows
            elif isinstance(block, str):
                yield (block,)
