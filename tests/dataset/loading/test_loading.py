"""Loading a file: whole or not at all, the same twice, corrected, contested, interrupted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.dataset.loading.conftest import Write

from wholetime.dataset.actions import stage as staging
from wholetime.dataset.actions.commit import HeldChanged, NotStaged, commit, discard
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.loading import NotRecognised
from wholetime.dataset.engine.opening import UnreadableFile
from wholetime.dataset.models import Load, Refusal, Slice
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.manifest import current_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_lake")]


def days_lost() -> dict[str, Decimal]:
    """What the lake says now of April 2024."""
    known = lake()
    rows = known.table(Table.OBSERVATION)
    found = known.read(rows.filter(rows.measure == "fte_days_lost").select("org", "value"))
    return dict(found.iter_rows())


def test_a_file_becomes_rows_that_can_be_read(sickness: Write) -> None:
    done = load_file(sickness("april.csv", ("RXA", "5", "100"), ("RXB", "7.5", "100")))
    assert (done.state, done.source, done.refused_rows) == ("committed", "nhs_sickness", 0)
    assert days_lost() == {"RXA": Decimal(5), "RXB": Decimal("7.5")}


def test_the_same_file_twice_changes_nothing(sickness: Write) -> None:
    file = sickness("april.csv", ("RXA", "5", "100"))
    load_file(file)
    before = list(Slice.objects.order_by("id").values_list("id", "live"))
    assert load_file(file).state == "unchanged"
    assert list(Slice.objects.order_by("id").values_list("id", "live")) == before
    assert Load.objects.count() == 1


def test_the_same_rows_in_another_file_change_nothing(sickness: Write) -> None:
    load_file(sickness("april.csv", ("RXA", "5", "100"), ("RXB", "6", "100")))
    again = load_file(sickness("april again.csv", ("RXB", "6", "100"), ("RXA", "5", "100")))
    assert again.state == "unchanged"
    assert Slice.objects.filter(live=True).count() == 1


def test_a_corrected_month_restates_history_and_keeps_the_old_version(sickness: Write) -> None:
    load_file(sickness("april.csv", ("RXA", "5", "100"), ("RXB", "6", "100")))
    corrected = stage(sickness("april corrected.csv", ("RXA", "8", "100"), ("RXC", "1", "100")))
    assert {name: corrected.difference[name] for name in ("added", "changed", "removed", "unchanged")} == {
        "added": 3,
        "changed": 2,
        "removed": 3,
        "unchanged": 1,
    }
    commit(corrected.key)
    assert days_lost() == {"RXA": Decimal(8), "RXC": Decimal(1)}
    old = Slice.objects.get(live=False)
    assert old.superseded_by is not None
    assert old.superseded_by.load == corrected
    assert old.superseded_at is not None


def test_another_month_leaves_the_first_alone(sickness: Write) -> None:
    load_file(sickness("april.csv", ("RXA", "5", "100")))
    load_file(sickness("may.csv", ("RXA", "9", "100"), day="31/05/2024"))
    assert Slice.objects.filter(live=True).count() == 2


def test_a_bad_row_commits_nothing_and_says_where_and_why(sickness: Write) -> None:
    done = load_file(sickness("april.csv", ("RXA", "5", "100"), ("RXB", "five", "100")))
    assert (done.state, done.refused_rows) == ("refused", 1)
    assert days_lost() == {}
    refusal = Refusal.objects.get()
    assert (refusal.row, refusal.column, refusal.value, refusal.reason) == (
        3,
        "FTE_DAYS_LOST",
        "five",
        "is not a number",
    )


def test_the_good_rows_can_be_kept_and_the_refused_recorded(sickness: Write) -> None:
    file = sickness("april.csv", ("RXA", "5", "100"), ("RXB", "five", "100"))
    assert load_file(file, keep_good=True).state == "committed"
    assert days_lost() == {"RXA": Decimal(5)}
    assert Refusal.objects.count() == 1


def test_one_thing_counted_twice_in_a_file_is_refused(sickness: Write) -> None:
    done = load_file(sickness("april.csv", ("RXA", "5", "100"), ("RXA", "6", "100")))
    assert done.state == "refused"
    assert "counts the same thing as an earlier row" in " ".join(done.said)


def test_what_no_source_recognises_is_said_and_nothing_kept(tmp_path: Path) -> None:
    file = tmp_path / "shopping.csv"
    file.write_text("item,price\nmilk,1.20\n")
    with pytest.raises(NotRecognised, match="item, price"):
        load_file(file)
    file.write_bytes(b"%PDF-1.7 not a table")
    with pytest.raises(UnreadableFile, match="PDF"):
        load_file(file)
    assert not Load.objects.exists()


def test_two_administrators_cannot_overwrite_what_they_did_not_see(sickness: Write) -> None:
    first = stage(sickness("first.csv", ("RXA", "5", "100")))
    second = stage(sickness("second.csv", ("RXA", "6", "100")))
    commit(first.key)
    with pytest.raises(HeldChanged):
        commit(second.key)
    assert days_lost() == {"RXA": Decimal(5)}
    assert load_file(sickness("second.csv", ("RXA", "6", "100"))).state == "committed"
    assert days_lost() == {"RXA": Decimal(6)}


def test_a_load_is_committed_once(sickness: Write) -> None:
    load = stage(sickness("april.csv", ("RXA", "5", "100")))
    commit(load.key)
    with pytest.raises(NotStaged):
        commit(load.key)


@pytest.mark.django_db(transaction=True)
def test_a_discarded_load_leaves_no_file_behind(sickness: Write, own_lake: Path) -> None:
    load = stage(sickness("april.csv", ("RXA", "5", "100")))
    assert list(own_lake.rglob("*.parquet"))
    discard(load.key)
    assert not list(own_lake.rglob("*.parquet"))
    assert days_lost() == {}


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_while_writing_leaves_nothing_half_committed(
    sickness: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_file(sickness("april.csv", ("RXA", "5", "100")))

    def die(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(staging, "write_rows", die)
    with pytest.raises(KeyboardInterrupt):
        load_file(sickness("april corrected.csv", ("RXA", "8", "100")))
    assert Load.objects.count() == 1
    assert days_lost() == {"RXA": Decimal(5)}
    monkeypatch.undo()


def test_a_load_that_waited_makes_a_version_of_its_own(sickness: Write) -> None:
    """Committed after a later one, and replacing as much as it brings: only the commits tell the states apart."""
    for name in ("RXA", "RXB"):
        load_file(sickness(f"{name}.csv", (name, "5", "100"), day="30/04/2024" if name == "RXA" else "31/05/2024"))
    waited = stage(sickness("waited.csv", ("RXA", "6", "100")))
    later = stage(sickness("later.csv", ("RXB", "7", "100"), day="31/05/2024"))
    commit(later.key)
    before = current_version()
    commit(waited.key)
    assert current_version() != before
    assert days_lost() == {"RXA": Decimal(6), "RXB": Decimal(7)}
