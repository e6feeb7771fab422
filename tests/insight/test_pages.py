"""The pages of an area: who may open them, what they show, and what can be taken away."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.test import Client
from tests.dataset.web.small_world import World

from wholetime.insight.web.pages import TABS

SLUGS = [tab.slug for tab in TABS]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_every_page_opens_for_an_area_with_figures_and_for_one_without(planned: World) -> None:
    for slug in SLUGS:
        for code in ("ENG", "00T", "RMC", "CH001"):
            text_of(planned.erin, f"/insight/{code}/{slug}/")


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    for slug in SLUGS:
        answer = client.get(f"/insight/QOP/{slug}/")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("code", ["QMJ", "ENG", "RAL", "NOWHERE"])
def test_an_area_outside_ones_rights_does_not_exist(world: World, code: str) -> None:
    for slug in SLUGS:
        for name in ("", "table-0.csv", "chart-0.svg", "briefing.pdf"):
            assert world.gita.get(f"/insight/{code}/{slug}/{name}").status_code == 404
        assert world.ned.get(f"/insight/{code}/{slug}/").status_code == 404


def test_a_manager_sees_the_practice_and_not_the_place_it_is_in(world: World) -> None:
    assert world.mo.get("/insight/00T/").status_code == 404
    page = text_of(world.mo, "/insight/P82001/")
    assert 'href="/insight/00T/"' not in page, "the breadcrumbs lead nowhere that is closed"


def test_the_first_address_leads_to_the_widest_area_one_may_see(world: World) -> None:
    assert world.gita.get("/insight/")["Location"] == "/insight/QOP/"
    assert world.ned.get("/insight/").status_code == 404


def test_the_shape_gives_each_sector_at_its_own_date(planned: World) -> None:
    page = text_of(planned.gita, "/insight/QOP/")
    assert "1,090.8 WTE in NHS trusts" in page
    assert "20.5 WTE in general practice" not in page, "a practice without its groups is not a whole"
    assert "30 June 2024" in page
    assert "2023/24" in page
    assert "Nothing held" in page, "what is missing is said"


def test_england_stands_beside_from_public_sources(planned: World) -> None:
    page = text_of(planned.gita, "/insight/QOP/sickness/")
    assert "9.0%" in page
    assert "England 7.0%" in page


def test_a_month_shows_what_was_known_then(planned: World) -> None:
    page = text_of(planned.gita, "/insight/QOP/sickness/?month=2023-05")
    assert "May 2023" in page
    assert "9.0%" not in page


def test_a_staff_group_narrows_every_figure(planned: World) -> None:
    page = text_of(planned.gita, "/insight/RMC/turnover/?group=midwifery")
    assert "1.0%" in page, "2 leavers of 202"
    assert "Nurses and health visitors: " not in page


def test_an_unknown_filter_is_left_out(planned: World) -> None:
    assert "1,090.8 WTE" in text_of(planned.gita, "/insight/QOP/?month=soon&group=wizards&sector=sea")


def test_the_flow_that_joiners_and_leavers_do_not_explain_is_named(planned: World) -> None:
    page = text_of(planned.gita, "/insight/QOP/turnover/")
    assert "In 0 of 1 organisation joiners and leavers explain the change" in page
    assert "Unexplained change" in page


def test_only_areas_within_ones_rights_are_compared(planned: World) -> None:
    page = text_of(planned.gita, "/insight/00T/compare/?with1=RMC&with2=RAL")
    assert "Bolton NHS Foundation Trust" in page
    assert "Royal Free" not in page


def test_a_trend_says_what_it_has_of_any_figure_of_the_catalogue(planned: World) -> None:
    page = text_of(planned.gita, "/insight/00T/trend/?figure=patients_per_gp_wte")
    assert "2022/23" in page
    assert "2023/24" in page


def test_a_table_is_taken_away_as_csv_with_its_source(planned: World) -> None:
    answer = planned.gita.get("/insight/QOP/sickness/table-0.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Date", "Value"]
    assert len(rows) > 15
    assert "NHS Sickness Absence Rates" in rows[-1][0]


@pytest.mark.parametrize(("kind", "beginning"), [("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_every_page_is_taken_away_as_workbook_word_and_pdf(planned: World, kind: str, beginning: bytes) -> None:
    for slug in SLUGS if kind == "xlsx" else ("shape", "compare"):
        answer = planned.gita.get(f"/insight/QOP/{slug}/briefing.{kind}")
        assert answer.content.startswith(beginning), slug
        assert f"QOP-{slug}-briefing.{kind}" in answer["Content-Disposition"]


def test_a_workbook_lists_its_sources(planned: World) -> None:
    answer = planned.gita.get("/insight/QOP/sickness/briefing.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert "NHS Sickness Absence Rates" in book.read("xl/sharedStrings.xml").decode()


def test_a_chart_is_taken_away_as_a_picture(planned: World) -> None:
    assert planned.gita.get("/insight/QOP/sickness/chart-0.png").content.startswith(b"\x89PNG")
    assert planned.gita.get("/insight/QOP/sickness/chart-0.svg").content.startswith(b"<svg")


def test_a_file_that_a_page_has_not_does_not_exist(planned: World) -> None:
    for name in ("chart-99.png", "table-99.csv", "chart-0.csv", "briefing.exe", "x"):
        assert planned.gita.get(f"/insight/QOP/sickness/{name}").status_code == 404


def test_a_second_visit_asks_the_lake_nothing(planned: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = text_of(planned.gita, "/insight/QOP/")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr("wholetime.insight.queries.asking.figures_for", never)
    assert text_of(planned.gita, "/insight/QOP/").count("wt-tile__value") == first.count("wt-tile__value")


def test_areas_are_found_by_name_within_ones_rights(planned: World) -> None:
    assert "Royal Free" not in text_of(planned.gita, "/insight/find/?q=royal")
    assert "Royal Free" in text_of(planned.erin, "/insight/find/?q=royal")
    live = planned.erin.get("/insight/find/?q=royal", headers={"HX-Request": "true"}).content.decode()
    assert "Royal Free" in live
    assert "<html" not in live
