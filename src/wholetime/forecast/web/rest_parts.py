"""What descriptions of REST of registers and scenarios share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field, StringConstraints

from wholetime.chassis.web.problems import ERRORS, Problem
from wholetime.forecast.engine.scenario.assumption import Unfit

Law = Literal["fixed", "uniform", "triangular", "normal"]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,79}$")]
"""Of an assumption."""
Called = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,79}$")]
"""Of a scenario."""
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$", max_length=500)]
"""Text that says something; the database keeps no control characters."""
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]
CHANGING: dict[int, Any] = {**ERRORS, 409: Problem}


class Range(Schema):
    """What is taken for granted: low, middle and high, and the law between them."""

    low: Number
    central: Number
    high: Number
    law: Law = "triangular"


def unfit(refused: Unfit, status: int = 422) -> HttpError:
    """The reason as a sentence."""
    said = str(refused)
    return HttpError(status, f"{said[:1].upper()}{said[1:]}.")
