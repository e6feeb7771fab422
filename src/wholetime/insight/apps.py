"""Registers the room with Django, and its pages with the navigation."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "wholetime.insight"
    label = "insight"

    def ready(self) -> None:
        from wholetime.chassis.web.navigation import Entry, register, register_search
        from wholetime.dataset.api import when_held_changes
        from wholetime.insight.jobs import start_warming

        register(Entry("Shape of the workforce", "insight_home", order=10, under=("/insight/",)))
        register_search("insight_find")
        when_held_changes(start_warming)
