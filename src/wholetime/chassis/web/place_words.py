"""Which area or organisation somebody means by a code or a name."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from wholetime.chassis.queries.organisations import codes_under, search

NAMED = 6
"""How many organisations to name where several fit."""


def place_meant(asked: str, roots: Iterable[str], where: str) -> str:
    """The code of the one node at or below ``roots`` that is meant. Raises ValidationError, which says ``where``."""
    found = search(asked, within=codes_under(roots), limit=NAMED + 1)
    exact = [one for one in found if asked.strip().lower() in (one.code.lower(), one.name.lower())]
    meant = exact or found
    if len(meant) == 1:
        return meant[0].code
    if not meant:
        raise forms.ValidationError(f"There is nothing with this code or name in what you {where}.")
    several = "; ".join(f"{one.name} ({one.code})" for one in meant[:NAMED])
    raise forms.ValidationError(f"Several fit: give the code. {several}{' …' if len(meant) > NAMED else ''}")
