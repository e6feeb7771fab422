"""Registers the room with Django."""

from django.apps import AppConfig


class DatasetConfig(AppConfig):
    name = "wholetime.dataset"
    label = "dataset"

    def ready(self) -> None:
        from wholetime.dataset.actions import retention_rules
        from wholetime.dataset.queries import kept
        from wholetime.dataset.web.frame import register_navigation

        register_navigation()
        kept.register()
        retention_rules.register()
