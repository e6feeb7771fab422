"""Two people, two processes, one moment: one of them is first, and the other is told or changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from tests.config.installations import lay_out, sickness

from wholetime.chassis.queries.kept_files import file_faults
from wholetime.dataset.actions.commit import HeldChanged, NotStaged, commit
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.models import Slice

DAYS = ("30/04/2024", "31/05/2024")
COUNTING = """
from wholetime.chassis.models import Installation, Node
from wholetime.dataset.api import figures_for, operator_scope
answers = figures_for("sickness_rate", operator_scope(), by=("org", "period"))
print(Installation.objects.count(), Node.objects.count(), len(answers))
"""


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gave, or the exception that it met; all begin together."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(at: int) -> None:
        gate.wait()
        try:
            found[at] = works[at]()  # type: ignore[call-overload]
        except Exception as fault:
            found[at] = fault  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lake")
class TestTwoAdministrators:
    def test_committing_two_versions_of_one_month(self, tmp_path: Path) -> None:
        loads = [stage(sickness(tmp_path / f"{lost}.csv", ("RXA", lost))) for lost in (5, 6)]
        found = at_once(*[lambda key=load.key: commit(key) for load in loads])
        assert sorted(type(each).__name__ for each in found) == ["HeldChanged", "Load"]
        assert any(isinstance(each, HeldChanged) and "load it again" in str(each) for each in found)
        assert Slice.objects.filter(live=True).count() == 1

    def test_committing_the_same_load(self, tmp_path: Path) -> None:
        load = stage(sickness(tmp_path / "april.csv", ("RXA", 5)))
        found = at_once(lambda: commit(load.key), lambda: commit(load.key))
        assert sum(isinstance(each, NotStaged) for each in found) == 1
        assert Slice.objects.filter(live=True).count() == 1

    def test_loading_the_same_file(self, tmp_path: Path) -> None:
        file = sickness(tmp_path / "april.csv", ("RXA", 5))
        found = at_once(lambda: load_file(file), lambda: load_file(file))
        assert sorted(each.state for each in found) == ["committed", "unchanged"]  # type: ignore[attr-defined]
        assert Slice.objects.filter(live=True).count() == 1
        assert file_faults() == []

    def test_loading_different_months(self, tmp_path: Path) -> None:
        files = [
            sickness(tmp_path / f"{day[:2]}{day[3:5]}.csv", ("RXA", 5), day=day) for day in ("30/04/2024", "31/05/2024")
        ]
        found = at_once(*[lambda file=file: load_file(file) for file in files])
        assert [each.state for each in found] == ["committed", "committed"]  # type: ignore[attr-defined]
        assert Slice.objects.filter(live=True).count() == 2


def test_two_commands_preparing_an_empty_home(tmp_path: Path) -> None:
    here = lay_out(tmp_path)
    files = [
        sickness(tmp_path / f"{org}.csv", (org, 5), day=day)
        for org, day in (("R0A", "30/04/2024"), ("RMC", "31/05/2024"))
    ]
    started = [here.start("load", file) for file in files]
    said = [process.communicate(timeout=600)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    assert all("committed" in one for one in said)
    assert here.python(COUNTING) == "1 5 2"
