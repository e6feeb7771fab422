"""What an employer sends beside its staff list is one source with it: a rate of both has that source."""

from __future__ import annotations

import pytest

from wholetime.chassis.api import operator_scope
from wholetime.dataset.api import definitions, figures_for
from wholetime.kernel.figure import Figure

pytestmark = pytest.mark.usefixtures("tiny_system")


def ask(name: str, *by: str) -> list[Figure]:
    return figures_for(name, operator_scope(), org="SYN", by=by)


def test_whatever_is_known_in_all_is_known_by_source() -> None:
    for name in (definition.name for definition in definitions()):
        whole = [one for one in ask(name) if one.value is not None]
        if whole:
            assert any(one.value is not None for one in ask(name, "source")), name


@pytest.mark.parametrize("name", ["sickness_rate", "vacancy_rate"])
def test_a_rate_of_two_files_goes_by_the_staff_list(name: str) -> None:
    of_lists = [one for one in ask(name, "source", "org") if dict(one.scope.detail)["source"] == "esr_staff_list"]
    alone = {one.scope.org: one.value for one in ask(name, "org")}
    assert of_lists
    assert {one.scope.org: one.value for one in of_lists}.items() <= alone.items()
