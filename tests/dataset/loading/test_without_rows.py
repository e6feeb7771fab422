"""A file with its header and no rows is an answer: it empties the slice that it is about, and no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dataset.loading.conftest import HEADER, Write

from wholetime.chassis.models import Node
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.engine.file_names import MONTHS, month_in
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.loading import Meant, OutsidePermit, Permit, SliceUnknown
from wholetime.dataset.engine.opening import UnreadableFile, open_file
from wholetime.dataset.models import Load, Slice
from wholetime.dataset.queries.lake import lake
from wholetime.kernel.period import month, parse_period

LEAVERS = "Termination Date,Organisation Code,Employee Number,Occupation Code,Reason for Leaving,Destination on Leaving"
OCTOBER = Meant(parse_period("2025-10"), "RXA")


@pytest.fixture
def folder(own_lake: Path, tmp_path: Path) -> Path:
    """Two employers whose leavers of October and November 2025 are held: 12, 5 and 3."""
    for code in ("RXA", "RXB"):
        Node.objects.create(code=code, kind="organisation", name=code, sector="nhs_trust", opened="2000-01-01")
    for code, day, many in (("RXA", "31/10/2025", 12), ("RXB", "31/10/2025", 5), ("RXA", "30/11/2025", 3)):
        rows = [f"{day},{code},E{number},N6A,Retirement,No employment" for number in range(many)]
        load_file(write(tmp_path / f"{code} {many}.csv", *rows))
    return tmp_path


def write(file: Path, *rows: str) -> Path:
    file.write_text("\n".join([LEAVERS, *rows]) + "\n")
    return file


def leavers() -> dict[tuple[str, date], int]:
    """How many the lake holds now, by organisation and month."""
    known = lake()
    rows = known.read(known.table(Table.DEPARTURE).select("org", "month"))
    return {(org, day): count for org, day, count in rows.group_by("org", "month").len().iter_rows()}


OCT, NOV = date(2025, 10, 31), date(2025, 11, 30)
BEFORE = {("RXA", OCT): 12, ("RXB", OCT): 5, ("RXA", NOV): 3}
AFTER = {("RXB", OCT): 5, ("RXA", NOV): 3}


@pytest.mark.django_db
class TestAFileWithoutRows:
    @pytest.mark.parametrize(
        "name", ["leavers_RXA_2025-10.csv", "rxa leavers October 2025.csv", "Leavers-31-10-2025-RXA.csv"]
    )
    def test_empties_the_slice_that_its_name_tells(self, folder: Path, name: str) -> None:
        assert leavers() == BEFORE
        done = load_file(write(folder / name))
        assert (done.state, done.source, done.rows) == ("committed", "esr_leavers", 0)
        assert "0 rows: replaces 12 held (RXA, 2025-10)" in done.said
        assert leavers() == AFTER

    def test_empties_the_slice_that_an_option_tells(self, folder: Path) -> None:
        done = load_file(write(folder / "nobody.csv"), meant=OCTOBER)
        assert done.state == "committed"
        assert leavers() == AFTER

    def test_keeps_the_old_version_and_shows_the_difference(self, folder: Path) -> None:
        load = stage(write(folder / "leavers_RXA_2025-10.csv"))
        assert {name: load.difference[name] for name in ("added", "changed", "removed", "unchanged")} == {
            "added": 0,
            "changed": 0,
            "removed": 12,
            "unchanged": 0,
        }
        assert leavers() == BEFORE
        assert load.slices.get().replaces is not None

    def test_twice_changes_nothing_the_second_time(self, folder: Path) -> None:
        load_file(write(folder / "leavers_RXA_2025-10.csv"))
        slices = list(Slice.objects.order_by("id").values_list("id", "live"))
        again = load_file(folder / "leavers_RXA_2025-10.csv")
        assert again.state == "unchanged"
        assert "0 rows: none are held, so nothing changes (RXA, 2025-10)" in again.said
        assert list(Slice.objects.order_by("id").values_list("id", "live")) == slices

    def test_of_another_month_is_not_taken_for_the_same_file(self, folder: Path) -> None:
        load_file(write(folder / "leavers_RXA_2025-10.csv"))
        assert load_file(write(folder / "leavers_RXA_2025-11.csv")).state == "committed"
        assert leavers() == {("RXB", OCT): 5}

    def test_can_be_filled_again(self, folder: Path) -> None:
        load_file(write(folder / "leavers_RXA_2025-10.csv"))
        load_file(write(folder / "late.csv", "31/10/2025,RXA,E1,N6A,Retirement,No employment"))
        assert leavers() == AFTER | {("RXA", OCT): 1}

    @pytest.mark.parametrize(
        ("name", "meant", "said"),
        [
            ("nobody.csv", Meant(), "say which: --period 2025-10"),
            ("leavers_RXA.csv", Meant(), "say which: --period 2025-10"),
            ("RXA 2025-10 and 2025-11.csv", Meant(), "say which: --period 2025-10"),
            ("leavers_2025-10.csv", Meant(), "say whose: --org CODE"),
            ("RXA_RXB_2025-10.csv", Meant(), "say whose: --org CODE"),
            ("nobody.csv", Meant(parse_period("2025-10")), "say whose: --org CODE"),
        ],
    )
    def test_is_refused_where_nothing_tells_the_slice(self, folder: Path, name: str, meant: Meant, said: str) -> None:
        loads = Load.objects.count()
        with pytest.raises(SliceUnknown, match=said):
            load_file(write(folder / name), meant=meant)
        assert leavers() == BEFORE
        assert Load.objects.count() == loads

    def test_of_a_month_of_which_nothing_is_held_changes_nothing_whoever_sent_it(self, folder: Path) -> None:
        assert load_file(write(folder / "esr_leavers_2025-09.csv")).state == "unchanged"
        assert load_file(write(folder / "esr_leavers_RXB_2025-11.csv")).state == "unchanged"
        assert leavers() == BEFORE

    def test_of_others_is_refused(self, folder: Path) -> None:
        file = write(folder / "leavers_RXA_2025-10.csv")
        with pytest.raises(OutsidePermit, match="RXA"):
            stage(file, permit=Permit(frozenset({"RXB"})))
        assert stage(file, permit=Permit(frozenset({"RXA"}))).state == "staged"


@pytest.mark.django_db
@pytest.mark.usefixtures("own_lake")
class TestAPublicationWithoutRows:
    """It may have been cut short: its name alone must not empty a month for everybody."""

    def test_needs_to_be_told_the_period(self, sickness: Write, tmp_path: Path) -> None:
        load_file(sickness("april.csv", ("RXA", "5", "100")))
        file = tmp_path / "sickness_2024-04.csv"
        file.write_text(HEADER + "\n")
        with pytest.raises(SliceUnknown, match="--period"):
            load_file(file)
        assert load_file(file, meant=Meant(parse_period("2024-04"))).state == "committed"
        assert Slice.objects.get(live=True).rows == 0


def test_an_unknown_header_alone_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "shopping.csv"
    file.write_text("item,price\n")
    with pytest.raises(UnreadableFile, match="no rows under it"):
        open_file(file)


@pytest.mark.parametrize(
    "name", ["mar_summary.csv", "esr_leavers_2021.csv", "RXA.csv", "2025-13.csv", "summary 25.csv", "separate 24.csv"]
)
def test_no_month_is_read_into_a_name_without_one(name: str) -> None:
    assert month_in(name) is None


SHAPES = ("{y}-{m:02}", "{y}{m:02}", "{y}_{m:02}_15", "28-{m:02}-{y}", "{long} {y}", "{long}-{s:02}", "{short}{y}")


@given(st.integers(2000, 2099), st.integers(1, 12), st.sampled_from(SHAPES), st.sampled_from(["", "R0A_", "2026 x "]))
def test_a_month_is_read_however_it_is_written(year: int, number: int, shape: str, before: str) -> None:
    long = MONTHS[number - 1]
    told = shape.format(y=year, m=number, s=year % 100, long=long.title(), short=long[:3])
    assert month_in(f"{before}leavers {told}.csv") == month(year, number)
