"""Lists of organisations of one's own: what is taken in, what is refused and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholetime.chassis import api
from wholetime.chassis.models import Node

AFTER = date(2026, 4, 30)


def a_list(*rows: tuple[str, str, str, str, str]) -> pl.DataFrame:
    columns = ("code", "name", "kind", "parent", "sector")
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(opened=pl.lit(None, pl.Date))


@pytest.mark.usefixtures("installation")
class TestOwnList:
    def test_a_synthetic_system_stands_under_its_own_nation(self, tmp_path: Path) -> None:
        file = tmp_path / "organisations.csv"
        file.write_text(
            "code,name,kind,parent,sector,opened\n"
            "SYN01,Invented system,system,,,\n"
            "SYNR01,Invented trust,organisation,SYN01,nhs_trust,2020-04-01\n"
        )
        assert api.load_organisations(file).added == 2
        assert api.node("SYNR01").synthetic  # type: ignore[union-attr]
        assert api.lineage(AFTER).filter(pl.col("code") == "SYNR01").item(0, "nation") == "SYN"
        before = api.tree_version()
        assert api.load_organisations(file).unchanged == 2
        assert api.tree_version() == before

    @pytest.mark.parametrize(
        ("rows", "column", "why"),
        [
            ([("SYNA", "A", "system", "SYNX", "")], "parent", "neither in the tree"),
            ([("SYNA", "A", "system", "SYNB", ""), ("SYNB", "B", "region", "SYNA", "")], "parent", "above itself"),
            ([("SYNA", "A", "place", "SYNB", ""), ("SYNB", "B", "place", "", "")], "parent", "not wider"),
            ([("SYNA", "A", "system", "", ""), ("SYNA", "A", "system", "", "")], "code", "earlier row"),
            ([("SYNA", "", "system", "", "")], "name", "needed"),
            ([("SYNA", "A", "galaxy", "", "")], "kind", "not one of"),
            ([("SYNA", "A", "organisation", "", "magic")], "sector", "not one of"),
            ([("ENG", "England", "nation", "", ""), ("R1", "A", "organisation", "", "")], "parent", "needs a parent"),
            ([("ENG", "England", "nation", "", ""), ("SYNA", "A", "system", "ENG", "")], "parent", "apart"),
        ],
    )
    def test_a_wrong_row_is_refused_with_its_reason(
        self, rows: list[tuple[str, str, str, str, str]], column: str, why: str
    ) -> None:
        with pytest.raises(api.ListRefused) as refused:
            api.load_organisations(a_list(*rows))
        assert any(refusal.column == column and why in refusal.reason for refusal in refused.value.refusals)
        assert not Node.objects.exists()

    def test_a_list_cannot_make_something_else_of_what_is_held(self) -> None:
        api.load_organisations(a_list(("SYNA", "A", "system", "", "")))
        with pytest.raises(api.ListRefused, match="is a system already"):
            api.load_organisations(a_list(("SYNA", "A", "region", "", "")))

    def test_a_list_cannot_move_an_organisation_without_a_date(self) -> None:
        rows = [("SYNA", "A", "system", "", ""), ("SYNB", "B", "system", "", "")]
        api.load_organisations(a_list(*rows, ("SYNC", "C", "organisation", "SYNA", "")))
        with pytest.raises(api.ListRefused, match="a move needs its date"):
            api.load_organisations(a_list(*rows, ("SYNC", "C", "organisation", "SYNB", "")))

    def test_a_file_that_is_not_a_list_says_what_is_missing(self, tmp_path: Path) -> None:
        file = tmp_path / "organisations.csv"
        file.write_text("code,name\nA,B\n")
        with pytest.raises(api.ListRefused, match="lacks the column kind"):
            api.load_organisations(file)
