"""A chart is drawn once, whichever process shows it, and anew as soon as anything in it differs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wholetime.chassis.queries import shelf
from wholetime.chassis.web import drawings
from wholetime.chassis.web.sample_charts import all_charts


@pytest.fixture
def drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the charts that were drawn."""
    titles: list[str] = []

    def draw(chart: drawings.Chart) -> str:
        titles.append(chart.title)
        return f"<svg>{chart.title} \u2013 {chart.sentence}</svg>"

    monkeypatch.setattr(shelf.settings, "HOME", tmp_path)
    monkeypatch.setattr(drawings, "render_svg", draw)
    drawings._kept.cache_clear()
    return titles


def test_it_is_drawn_once_for_all_processes(drawing: list[str]) -> None:
    chart = all_charts()[0]
    first = drawings.drawn(chart)
    assert drawings.drawn(chart) == first
    drawings._kept.cache_clear()  # as another process
    assert drawings.drawn(chart) == first
    assert drawing == [chart.title]


def test_another_number_word_or_release_is_another_drawing(drawing: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    chart = all_charts()[0]
    others = [chart, replace(chart, sentence="It fell."), replace(chart, spec={**chart.spec, "height": 1})]
    for other in others:
        drawings.drawn(other)
    monkeypatch.setattr(drawings, "release", lambda: "another")
    drawings.drawn(chart)
    assert len(drawing) == 4
