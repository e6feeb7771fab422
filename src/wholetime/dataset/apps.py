"""Registers the room with Django."""

from django.apps import AppConfig


class DatasetConfig(AppConfig):
    name = "wholetime.dataset"
    label = "dataset"
