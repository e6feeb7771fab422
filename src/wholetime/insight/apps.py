"""Registers the room with Django, and its pages with the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from wholetime.insight.queries.viewpoint import Viewpoint


class InsightConfig(AppConfig):
    name = "wholetime.insight"
    label = "insight"

    def ready(self) -> None:
        from wholetime.chassis.web.navigation import Entry, register, register_search
        from wholetime.dataset.api import when_held_changes
        from wholetime.insight.jobs import start_warming
        from wholetime.insight.queries.everything import afterwards

        register(Entry("Shape of the workforce", "insight_home", order=10, under=("/insight/",)))
        register_search("insight_find")
        when_held_changes(start_warming)
        afterwards(_draw_pages)


def _draw_pages(view: Viewpoint) -> None:
    from wholetime.insight.web.ahead import draw_pages  # brings in what draws, for those who draw

    draw_pages(view)
