"""The return of the smallest employer: one page, one path with the CSV, and errors where they belong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dataset.web.small_world import World, waiting_files

from wholetime.chassis.api import operator_scope
from wholetime.dataset.api import figures_for
from wholetime.dataset.engine.adapters.five_minute_return import read
from wholetime.dataset.engine.five_minute_form import form_for, form_sectors
from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.engine.opening.open import read_bytes
from wholetime.dataset.engine.staff_groups import staff_groups
from wholetime.dataset.models import Load, Slice
from wholetime.dataset.web.return_form import month_ends

ADDRESS = "/data/returns/P82001/"
GPS = {
    "g0_headcount": "5",
    "g0_wte": "4.5",
    "g0_vacancies_wte": "0.5",
    "g0_leavers_12m": "1",
    "g0_headcount_55_over": "2",
}


def last_month() -> date:
    return month_ends(timezone.localdate())[0]


def send(client: Client, address: str = ADDRESS, **answers: str) -> Any:
    return client.post(address, {"month": last_month().isoformat(), **answers}, follow=True)


class TestReturn:
    def test_of_a_manager_opens_at_once_and_is_confirmed_on_a_page_to_keep(self, world: World) -> None:
        assert world.mo.get("/data/returns/").url == ADDRESS
        sent = send(world.mo, **GPS)
        assert "The return is held" in sent.content.decode()
        assert sent.request["PATH_INFO"] == f"{ADDRESS}{last_month()}/"
        assert Slice.objects.get(live=True).org == "P82001"
        assert not waiting_files()
        (found,) = figures_for("headcount", operator_scope(), org="P82001")
        assert (found.value, found.period.end) == (5, last_month())

    def test_is_the_same_as_the_template_filled_in_and_sent_as_a_file(self, world: World) -> None:
        template = world.gita.get(f"{ADDRESS}template.csv").content.decode("utf-8-sig")
        month = last_month().isoformat()
        wanted = f"{month},P82001,Practice,GPs,,,,,"
        assert wanted in template
        kept = [template.splitlines()[0], f"{month},P82001,Practice,GPs,5,4.5,0.5,1,2"]
        send(world.mo, **GPS)
        file = SimpleUploadedFile("by_hand.csv", "\n".join(kept).encode())
        answer = world.gita.post("/data/loads/new/", {"file": file}, follow=True)
        assert "is already held" in answer.content.decode()

    def test_begins_with_what_was_sent_last(self, world: World) -> None:
        send(world.mo, **GPS)
        page = world.mo.get(ADDRESS).content.decode()
        assert 'name="g0_wte" value="4.5"' in page
        assert 'name="g1_wte" value=' not in page

    def test_sent_again_with_other_numbers_restates_the_month(self, world: World) -> None:
        send(world.mo, **GPS)
        send(world.mo, **{**GPS, "g0_headcount": "6"})
        send(world.mo, **{**GPS, "g0_headcount": "6"})
        assert Load.objects.filter(state="committed").count() == 2
        assert 'name="g0_headcount" value="6"' in world.mo.get(ADDRESS).content.decode()
        assert Slice.objects.filter(live=False, superseded_at__isnull=False).count() == 1

    def test_of_a_charity_counts_volunteers_apart(self, world: World) -> None:
        send(world.gita, "/data/returns/CH001/", g3_headcount="40", g0_headcount="15")
        (found,) = figures_for("headcount", operator_scope(), org="CH001")
        assert found.value == 15
        assert 'name="g3_headcount" value="40"' in world.gita.get("/data/returns/CH001/").content.decode()


class TestErrors:
    @pytest.mark.parametrize(
        ("answers", "said", "field"),
        [
            ({"g0_headcount": "five"}, "GPs: people employed is not a number", "id_g0_headcount"),
            ({"g0_headcount": "2.5"}, "GPs: people employed is not a whole number", "id_g0_headcount"),
            ({"g0_headcount": "-1"}, "GPs: people employed is negative", "id_g0_headcount"),
            ({"g0_wte": "3"}, "GPs: people employed is empty", "id_g0_headcount"),
            ({"g0_headcount": "2", "g0_wte": "4"}, "GPs: WTE is more than one and a half WTE a head", "id_g0_wte"),
            (
                {"g1_headcount": "2", "g1_headcount_55_over": "3"},
                "Practice nurses: aged 55 and over is more",
                "id_g1_headcount_55_over",
            ),
            ({}, "Fill in at least one role group", "id_g0_headcount"),
        ],
    )
    def test_are_said_where_they_are(self, world: World, answers: dict[str, str], said: str, field: str) -> None:
        answer = send(world.mo, **answers)
        page = answer.content.decode()
        assert f'<a href="#{field}">{said}' in page
        assert "<title>Error: " in page
        assert not Load.objects.exists()
        assert not waiting_files()

    def test_a_month_to_come_cannot_be_sent(self, world: World) -> None:
        assert (
            "is not one of the available choices"
            in world.mo.post(ADDRESS, {**GPS, "month": "2099-12-31"}).content.decode()
        )


class TestRights:
    def test_stop_at_ones_own_organisations(self, world: World) -> None:
        for address in ("/data/returns/P82002/", "/data/returns/RMC/", "/data/returns/NOBODY/"):
            assert world.mo.get(address).status_code == 404
            assert send(world.mo, address, **GPS).status_code == 404
        assert world.dina.get(ADDRESS).status_code == 403
        assert world.ned.get(ADDRESS).status_code == 404
        assert world.erin.get("/data/returns/RMC/").status_code == 404, "a trust sends a staff list"


def test_every_form_asks_about_groups_that_exist() -> None:
    known = code_list("five_minute_role_groups")
    for sector in form_sectors():
        form = form_for(sector)
        assert form is not None
        codes = [known[group] for group in form.groups]
        assert len(set(codes)) == len(codes)
        assert set(codes) <= set(staff_groups())


ANSWERS = st.dictionaries(
    st.tuples(
        st.sampled_from(("GPs", "Practice nurses", "Direct patient care")),
        st.sampled_from(("headcount", "wte", "vacancies_wte", "leavers_12m", "headcount_55_over")),
    ),
    st.one_of(st.integers(0, 30).map(str), st.sampled_from(("", "x", "1.5", "-2", "=1", "1,000", '"', "NA"))),
    min_size=1,
)


@settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(answers=ANSWERS)
def test_whatever_is_written_every_fault_finds_its_box(answers: dict[tuple[str, str], str]) -> None:
    form = form_for("general_practice")
    assert form is not None
    if not form.answered(answers):
        return
    reading = read(read_bytes("return.csv", form.csv("P82001", date(2026, 9, 30), answers).encode()))
    faults = form.faults(reading.refusals, answers)
    asked = {(group, question.field) for group in form.groups for question in form.questions(group)}
    assert {(group, field) for group, field, _ in faults} <= asked
    headcounts = {group: answers.get((group, "headcount"), "") for group in form.answered(answers)}
    if all(text.isdigit() for text in answers.values()) and all(headcounts.values()) and not faults:
        total = reading.frame.filter((reading.frame["measure"] == "headcount") & (reading.frame["cut"] == ""))
        assert int(total["value"].sum()) == sum(map(int, headcounts.values()))
