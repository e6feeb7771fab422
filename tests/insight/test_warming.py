"""After a load a job works out what people open first; whoever opens it then waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.dataset.web.small_world import World
from tests.insight.published_files import written

from wholetime.chassis.api import seats
from wholetime.chassis.web import drawings
from wholetime.dataset.api import load_file
from wholetime.insight import jobs
from wholetime.insight.queries import asking, kept_answers, neighbourhoods
from wholetime.insight.web import pages
from wholetime.insight.web.addresses import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def another_process() -> Iterator[Any]:
    """Forget what this process knows, as another would not know it; what is on disk stays."""

    def forget() -> None:
        for known in (asking._asked, neighbourhoods._worked, pages._made, drawings._kept):
            known.cache_clear()  # type: ignore[attr-defined]

    forget()
    yield forget
    forget()


def test_pages_worked_out_by_the_job_ask_and_draw_nothing_in_another_process(
    planned: World, another_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "seats", lambda: [(planned.accounts["gita"], "QOP")])
    jobs.warm.func()
    another_process()

    def asked(name: str, *_: Any, **about: Any) -> Any:
        pytest.fail(f"{name} was asked again: {about}")

    for module in (asking, neighbourhoods):
        monkeypatch.setattr(module, "figures_for", asked)
    monkeypatch.setattr(drawings, "render_svg", lambda chart: pytest.fail(f"{chart.title} was drawn again"))
    for tab in pages.TABS:
        assert planned.gita.get(address("QOP", tab.slug)).status_code == 200, tab.slug


def test_the_job_keeps_to_what_each_person_may_see(planned: World) -> None:
    found = {(account.email.partition("@")[0], code) for account, code in seats()}
    assert found == {("erin", "ENG"), ("gita", "QOP"), ("mo", "P82001")}, "one for all with just the same rights"


def test_many_loads_make_one_job(planned: World) -> None:
    before = ProcrastinateJob.objects.filter(task_name="insight.warm").count()
    for _ in range(3):
        jobs.start_warming()
    assert ProcrastinateJob.objects.filter(task_name="insight.warm").count() == max(before, 1)


def test_a_commit_starts_it(world: World, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert load_file(written(tmp_path)[0]).state == "committed"
    assert ProcrastinateJob.objects.filter(task_name="insight.warm").count() == 1


def test_another_release_reads_no_answers_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    asked = kept_answers.kept_answer(lambda *question: times.append(question) or ())  # type: ignore[arg-type,func-returns-value]
    for release in ("one", "one", "two"):
        asked.cache_clear()  # type: ignore[attr-defined]
        monkeypatch.setattr(kept_answers, "release", lambda release=release: release)
        asked("this moment", "headcount")
    assert len(times) == 2
