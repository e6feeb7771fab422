"""Registers the room with Django, and its pages with the navigation."""

from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "wholetime.forecast"
    label = "forecast"

    def ready(self) -> None:
        from wholetime.chassis.api import also_held
        from wholetime.chassis.web.navigation import Entry, register
        from wholetime.dataset.api import when_held_changes
        from wholetime.forecast.jobs import start_shown
        from wholetime.forecast.queries.about_account import about_account

        register(Entry("Forecast", "forecast_home", order=20, under=("/forecast/",)))
        when_held_changes(start_shown)
        also_held(about_account)
