"""Staff groups, measures and adapters fit together."""

import pytest

from wholetime.dataset.engine.adapter import Layout
from wholetime.dataset.engine.adapters import all_adapters
from wholetime.dataset.engine.measures import measures
from wholetime.dataset.engine.staff_groups import (
    StaffGroup,
    UnknownStaffGroup,
    group_code,
    group_labels,
    group_title,
    groups_called,
    groups_like,
    staff_groups,
)
from wholetime.kernel.figure import Unit

SOURCES = ("nhs_workforce", "gp_practice", "pcn", "esr", "occupation_codes", "asc", "counts")


@pytest.mark.parametrize("source", SOURCES)
def test_labels_lead_to_groups_there_are(source: str) -> None:
    assert {code for code in group_labels(source).values() if code} <= set(staff_groups())


def test_labels_in_words() -> None:
    assert group_code("Nurses &  health visitors", "nhs_workforce") == "nursing"
    assert group_code("All staff groups", "nhs_workforce") is None
    assert group_title("general_practitioner") == "Fully qualified GPs"
    with pytest.raises(UnknownStaffGroup, match="'Wizards' is not a staff group of pcn"):
        group_code("Wizards", "pcn")
    with pytest.raises(UnknownStaffGroup, match="no labels of a source"):
        group_labels("nobody")
    with pytest.raises(UnknownStaffGroup, match="no staff group"):
        group_title("wizard")


@pytest.mark.parametrize("group", staff_groups().values(), ids=lambda group: group.code)
def test_a_group_is_called_by_its_code_and_title_in_any_case(group: StaffGroup) -> None:
    for name in (group.code, group.code.upper(), group.title, group.title.lower(), f"  {group.title.upper()} "):
        assert groups_called(name) == (group,)


def test_a_word_that_several_groups_share_names_none_alone() -> None:
    assert {group.code for group in groups_called("Nurses")} >= {"nursing", "practice_nurse"}
    assert [group.code for group in groups_called("GPs")] == ["general_practitioner"]
    assert groups_called("doctor") == ()


def test_a_slip_is_like_what_was_meant() -> None:
    assert groups_like("nursng")[0].code == "nursing"
    assert "midwifery" in [group.code for group in groups_like("midwife")]
    assert groups_like("wizards") == ()


def test_every_group_can_be_named_in_the_open_layout() -> None:
    assert {code for code in group_labels("counts").values() if code} == set(staff_groups())


def test_measures_have_known_units_and_adapters() -> None:
    names = {adapter.name for adapter in all_adapters()}
    for measure in measures().values():
        assert measure.unit in set(Unit)
        assert set(measure.populations) <= names, measure.name


def test_no_adapter_claims_an_arbitrary_table() -> None:
    layout = Layout("nhs_sickness_absence_2024-04.csv", ("a", "b", "c"))
    assert not [adapter.name for adapter in all_adapters() if adapter.recognise(layout)]
