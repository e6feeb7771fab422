"""What to do where nothing is held: the way to the upload page for those who load files, whom to ask for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wholetime.dataset.queries.permits import loading_scope


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence, and an address with its caption for those who may go there."""

    text: str
    href: str = ""
    action: str = ""


LOAD = "You may load the file that is missing."
ASK = "Ask an information lead, planner or administrator of your area for it: they load files."


def next_step(account: Any) -> NextStep:
    """What ``account`` can do about a page that has nothing to show."""
    if loading_scope(account).roots:
        return NextStep(LOAD, reverse("new_load"), "Load a file")
    return NextStep(ASK)
