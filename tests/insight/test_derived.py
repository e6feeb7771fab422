"""A number worked out from figures carries their sources and their doubts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.insight.made_figures import figure, source

from wholetime.insight.engine.derived import Ranged, derived
from wholetime.kernel.figure import Coverage, Suppression

ONE = figure("wte", 10, source=source("one.csv"), coverage=Coverage(9, 10), month=(2025, 1), notes=("first",))
TWO = figure(
    "patients", 20, source=source("two.csv"), coverage=Coverage(1, 2), month=(2025, 3), notes=("first", "second")
)


def test_all_sources_the_whole_span_and_the_poorest_coverage() -> None:
    made = derived(ONE.definition, [ONE, TWO], value=Decimal(5), notes=("own",))
    assert [one.file for one in made.sources] == ["one.csv", "two.csv"]
    assert str(made.period) == "2025-01-01/2025-03-31"
    assert made.coverage == Coverage(1, 2)
    assert made.notes == ("own", "first", "second")


def test_nothing_is_worked_out_from_a_withheld_figure() -> None:
    hidden = figure("wte", None, suppression=Suppression.PRIMARY)
    made = derived(ONE.definition, [ONE, hidden], value=None, numerator=Decimal(1))
    assert (made.value, made.numerator, made.suppression) == (None, None, Suppression.PRIMARY)


def test_a_number_needs_inputs_and_a_range_that_holds_it() -> None:
    with pytest.raises(ValueError, match="needs the figures"):
        derived(ONE.definition, [], value=Decimal(1))
    with pytest.raises(ValueError, match="not between"):
        Ranged(ONE, Decimal(11), Decimal(12))
