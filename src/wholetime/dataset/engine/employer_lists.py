"""What employers send of their own people: columns mapped, held under an agreement, shown with care."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wholetime.dataset.engine.adapter import Adapter, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping import recognises

LICENCE = "Held under the employer's information sharing agreement"
RANK = 50
"""An employer's own list speaks before what is published of it."""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One month of one employer, person by person, with the columns it cannot do without."""

    name: str
    title: str
    publication: str
    table: Table
    required: tuple[str, ...]

    def adapter(self, read: Callable[[RawTable], Reading]) -> Adapter:
        return Adapter(
            name=self.name,
            title=self.title,
            publication=self.publication,
            licence=LICENCE,
            table=self.table,
            recognise=recognises(self.name, self.required),
            read=read,
            slice_by=("month", "org"),
            rank=RANK,
            identified=True,
            restricted=True,
        )
