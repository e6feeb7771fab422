"""Whose numbers a sender may replace: checked on the rows themselves, whatever the file is called."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import Adapter

NAMED = 10  # codes in a message: enough to find the rows, few enough to read


class OutsidePermit(PermissionError):
    """The file speaks for organisations that are not the sender's, or for a nation; the message names them."""


@dataclass(frozen=True, slots=True)
class Permit:
    """``codes`` are the nodes a sender may send numbers of; ``national`` senders may load published files too."""

    codes: frozenset[str]
    national: bool = False

    def check(self, adapter: Adapter, frame: pl.DataFrame, known: frozenset[str]) -> None:
        """Raises OutsidePermit. ``known`` are the codes of ``frame`` that the tree holds.

        A source that is not cut by organisation replaces a whole period for everybody: only a national sender may
        load one. The codes that no tree knows are nobody's; a national sender may bring them, as publications do.
        """
        if "org" not in adapter.slice_by and not self.national:
            raise OutsidePermit(
                f"{adapter.title} is published for the nation: somebody with national scope loads it, once for all"
            )
        codes = set(frame["org"].unique().to_list())
        outside = sorted((codes & known if self.national else codes) - self.codes)
        if outside:
            raise OutsidePermit(_message(outside))


def _message(outside: list[str]) -> str:
    shown = ", ".join(outside[:NAMED]) + (" …" if len(outside) > NAMED else "")
    many = counted(len(outside), "organisation that is", "organisations that are")
    return f"The file has rows of {many} outside what you may load: {shown}. Take those rows out, or ask a colleague"
