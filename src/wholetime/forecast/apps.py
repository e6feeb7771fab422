"""Registers the room with Django."""

from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "wholetime.forecast"
    label = "forecast"
