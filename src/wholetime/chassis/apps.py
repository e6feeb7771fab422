"""Registers the room with Django."""

from django.apps import AppConfig


class ChassisConfig(AppConfig):
    name = "wholetime.chassis"
    label = "chassis"
