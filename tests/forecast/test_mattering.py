"""What a run says of its assumptions, as facts that are hashed with it, and their page."""

from __future__ import annotations

from dataclasses import replace

from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_history, a_question, a_run

from wholetime.forecast.engine.gap.outcome import PEOPLE
from wholetime.forecast.engine.run import History, Parcel, answer
from wholetime.forecast.engine.run.mattering import mattering
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.engine.uncertain import exactly


def wavering(history: History) -> History:
    """The same with patients who grow more in one year than in the next."""
    points = [
        replace(one, value=(one.value or 0) * (1.0 + 0.02 * (one.end.year % 2))) if one.measure == "patients" else one
        for one in history.points
    ]
    return replace(history, points=tuple(points))


def test_a_run_says_what_its_gap_hangs_on() -> None:
    history = wavering(a_history())
    question = replace(a_question(history), register=shipped_register().as_json(), draws=64)
    found = answer(question, history)
    said = mattering(found)
    assert said is not None
    assert len(said.bars) >= len(said.indices) > 3
    assert PEOPLE in {bar.name for bar in said.bars} & {one.name for one in said.indices}
    assert list(said.bars) == sorted(said.bars, key=lambda bar: (-bar.width, bar.name))
    assert all(bar.low <= bar.central <= bar.high or bar.low >= bar.central >= bar.high for bar in said.bars)
    assert found.hash == answer(question, history).hash
    held = Parcel("NHS trusts", question, history, found)
    assert Parcel.read(held.text().encode()).answer.hash == found.hash
    again = mattering(Parcel.read(held.text().encode()).answer)
    assert again is not None
    assert [bar.name for bar in again.bars] == [bar.name for bar in said.bars]


def test_of_a_register_without_ranges_only_the_growth_of_people_matters() -> None:
    history = a_history()
    certain = [replace(one, value=exactly(one.value.central)) for one in shipped_register()]
    register = shipped_register().revised("certain", *certain)
    assert mattering(answer(replace(a_question(history), register=register.as_json()), history)) is None
    history = wavering(history)
    alone = mattering(answer(replace(a_question(history), register=register.as_json()), history))
    assert alone is not None
    assert [bar.name for bar in alone.bars] == [PEOPLE]
    assert [(one.name, one.first, one.total) for one in alone.indices] == [(PEOPLE, 1, 1)]


def test_what_matters_is_a_page(world: World) -> None:
    a_run("RMC")
    page = world.gita.get("/forecast/RMC/matters/").content.decode()
    assert "What matters, Bolton NHS Foundation Trust" in page
    assert "most by itself" in page or "Nothing to compare" in page
