"""The bundled reference organisations, and lists of organisations of one's own."""

from __future__ import annotations

import csv
import gzip
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholetime.chassis import api
from wholetime.chassis.models import Installation, Node, NodeAlias, Parentage, Succession

BUNDLED = Path(__file__).resolve().parents[2] / "data" / "reference"
AFTER = date(2026, 4, 30)


@pytest.fixture(scope="module")
def england(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    """The bundled tree, loaded once for the tests of this module."""
    with django_db_blocker.unblock():
        Installation.objects.create()
        api.load_reference(BUNDLED)
        yield
        for model in (Succession, NodeAlias, Parentage, Node, Installation):
            model.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("england")
class TestEngland:
    def row(self, code: str, day: date = AFTER) -> dict[str, str]:
        return api.lineage(day).filter(pl.col("code") == code).to_dicts()[0]

    def test_every_node_belongs_to_england_on_any_day(self) -> None:
        for day in (date(2017, 9, 30), date(2025, 10, 31), AFTER):
            assert api.lineage(day).get_column("nation").unique().to_list() == ["ENG"]

    def test_greater_manchester_has_its_ten_places(self) -> None:
        places = {node.code: node.name for node in api.children("QOP") if node.kind == "place"}
        assert set(places) == {"00T", "00V", "01D", "14L", "00Y", "01G", "01W", "01Y", "02A", "02H"}
        assert places["00T"] == "Bolton"
        assert self.row("QOP")["region"] == "Y62"

    def test_mergers_of_april_2026_are_dated(self) -> None:
        assert self.row("G6V2S", date(2026, 3, 31))["system"] == "QMJ"
        assert self.row("G6V2S")["system"] == "Z9B2Z"
        assert dict(api.current_codes(AFTER).iter_rows())["QMJ"] == "Z9B2Z"

    def test_a_board_that_was_split_has_no_single_heir(self) -> None:
        assert dict(api.current_codes(AFTER).iter_rows())["QJG"] == "QJG"
        assert self.row("06T")["system"] == "D7T5G"
        assert self.row("06L")["system"] == "T6Y0W"

    def test_places_that_changed_system_in_july_2022_did_so_then(self) -> None:
        assert self.row("02Q", date(2022, 6, 30))["system"] == "QF7"
        assert self.row("02Q", date(2022, 7, 1))["system"] == "QT1"
        glossop = api.lineage(date(2022, 6, 30)).filter(pl.col("place") == "01Y").select("code")
        moved = glossop.join(api.lineage(date(2022, 7, 1)).filter(pl.col("system") == "QJ2"), on="code")
        practices = api.nodes(moved.filter(pl.col("kind") == "organisation").get_column("code"))
        assert sum(practice.closed is None for practice in practices) == 5

    def test_commissioning_groups_of_2017_pass_to_those_of_today(self) -> None:
        assert dict(api.current_codes(AFTER).iter_rows())["03A"] == "X2C4Y"

    def test_other_codes_lead_to_the_same_places(self) -> None:
        assert api.resolve("E54000057") == "QOP"
        assert api.resolve("E40000010") == "Y62"
        assert NodeAlias.objects.get(scheme="la", code="E08000001").node.code == "00T"
        assert self.row("E08000005")["place"] == "01D"

    def test_a_council_across_several_places_is_placed_by_system(self) -> None:
        assert self.row("E10000012")["place"] is None
        assert self.row("E10000012", date(2025, 10, 31))["system"] in {"QH8", "QJG", "QM7"}

    def test_statutory_bodies_are_in_england_but_in_no_system(self) -> None:
        assert (self.row("X24")["region"], self.row("X24")["system"]) == ("QZZ", None)

    def test_loading_again_changes_nothing(self) -> None:
        before = api.tree_version()
        loaded = api.load_reference(BUNDLED)
        assert (loaded.nodes, loaded.parentages, loaded.successions, loaded.aliases) == (0, 0, 0, 0)
        assert api.tree_version() == before

    def test_a_corrected_parent_replaces_the_wrong_one(self, tmp_path: Path) -> None:
        folder = shutil.copytree(BUNDLED, tmp_path / "reference")
        text = gzip.decompress((folder / "parentages.csv.gz").read_bytes()).decode()
        (folder / "parentages.csv.gz").write_bytes(gzip.compress(text.replace("\nRMC,QOP,,", "\nRMC,QYG,,").encode()))
        assert api.load_reference(folder).parentages == 1
        assert self.row("RMC")["system"] == "QYG"

    def test_names_are_readable(self) -> None:
        assert api.node("A81001").name == "The Densham Surgery"  # type: ignore[union-attr]
        shouting = [name for (name,) in Node.objects.values_list("name") if name.isupper() and " " in name]
        assert len(shouting) < 10, shouting

    def test_each_gap_is_about_an_organisation_of_the_tree(self) -> None:
        with gzip.open(BUNDLED / "gaps.csv.gz", "rt") as text:
            named = {row["code"] for row in csv.DictReader(text)}
        assert named <= set(Node.objects.values_list("code", flat=True))

    @pytest.mark.shared_data
    def test_every_employer_of_the_publications_stands_where_they_put_it(self, published: Path) -> None:
        files = sorted([*published.glob("sickness/*.csv*"), *published.glob("turnover/*.csv*")])
        if not files:
            pytest.skip(f"no sickness or turnover files in {published}")
        for file in files:
            told = pl.read_csv(file, infer_schema=False, encoding="utf8-lossy")
            code = "ORG_CODE" if "ORG_CODE" in told.columns else "REPORTING_ORG_CODE"
            orgs = told.select(code, "ICS_CODE", "NHSE_REGION_CODE").unique().filter(pl.col("ICS_CODE") != "QZZ")
            placed = orgs.join(api.lineage(date(2025, 3, 31)), left_on=code, right_on="code", how="left")
            wrong = placed.filter(
                pl.col("system").ne_missing(pl.col("ICS_CODE"))
                | pl.col("region").ne_missing(pl.col("NHSE_REGION_CODE"))
            )
            assert wrong.is_empty(), (file.name, wrong)
