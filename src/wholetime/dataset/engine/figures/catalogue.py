"""Reads the catalogue of figures (dataset/reference/figures.yaml), once, and refuses a faulty one."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wholetime.dataset.engine.figures.recipe import Recipe, Term
from wholetime.kernel.figure import Definition, Unit


class UnknownFigure(KeyError):
    """No figure of that name; the message lists the names there are."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def catalogue() -> dict[str, Recipe]:
    """Every figure by name, in the order of the file. Raises ValueError where an entry is malformed."""
    text = resources.files("wholetime.dataset.reference").joinpath("figures.yaml").read_text(encoding="utf-8")
    found = [_recipe(entry) for entry in yaml.safe_load(text)["figures"]]
    recipes = {recipe.definition.name: recipe for recipe in found}
    if len(recipes) != len(found):
        raise ValueError("figures.yaml names a figure twice")
    return recipes


def recipe_for(name: str) -> Recipe:
    """The recipe of figure ``name``. Raises UnknownFigure."""
    try:
        return catalogue()[name]
    except KeyError:
        raise UnknownFigure(f"there is no figure {name!r}; there are {', '.join(catalogue())}") from None


def _recipe(entry: dict[str, Any]) -> Recipe:
    numerator, denominator = entry["numerator"], entry.get("denominator") or {"is": "", "terms": []}
    return Recipe(
        definition=Definition(
            name=entry["name"],
            title=entry["title"],
            meaning=entry["meaning"],
            unit=Unit(entry["unit"]),
            numerator=numerator["is"],
            denominator=denominator["is"],
            publication=entry["publication"],
            verified=entry["verified"],
        ),
        numerator=tuple(_term(term) for term in numerator["terms"]),
        denominator=tuple(_term(term) for term in denominator["terms"]),
        scale=Decimal(100) if entry["unit"] == Unit.PERCENT else Decimal(1),
        distinct=entry.get("distinct", False),
        people=entry.get("people", False),
        single=entry.get("single", False),
        notes=tuple(entry.get("notes", ())),
    )


def _term(entry: dict[str, Any] | str) -> Term:
    if isinstance(entry, str):
        return Term(entry)
    return Term(
        entry["measure"],
        Decimal(str(entry.get("weight", 1))),
        tuple(sorted(entry.get("where", {}).items())),
        **{flag: entry.get(flag, False) for flag in ("absent_is_zero", "unbroken", "steady", "area")},
    )
