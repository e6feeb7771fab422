"""A web process has its pages ready before the first visitor."""

from __future__ import annotations

import pytest
from django.template import engines
from jinja2 import Environment

from wholetime.config import bringing_in


def test_every_template_is_compiled_once_and_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    bringing_in.compile_templates()
    monkeypatch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("compiled again"))
    for name in environment.list_templates(extensions=("html", "jinja")):
        assert environment.get_template(name).name == name


def test_nothing_is_left_to_be_started_when_the_first_chart_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(bringing_in, "compile_templates", lambda: done.append("templates"))
    monkeypatch.setattr(bringing_in, "ready_to_draw", lambda: done.append("drawing"))
    monkeypatch.setattr(bringing_in, "spare_what_stays", lambda: done.append("spared"))
    bringing_in.bring_in()
    assert done == ["templates", "drawing", "spared"], "what is spared is what has been brought in"
