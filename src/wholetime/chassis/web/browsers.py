"""Where somebody is signed in, in words."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)
"""The first that fits: Edge calls itself Chrome as well, and every phone Linux or Mac."""


def browser_text(agent: str) -> str:
    """``"Edge on Windows"``; what a browser says of itself can be anything, so this is a hint and no more."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def moment_text(moment: datetime) -> str:
    """``"22 November 2026, 14:05"``, by the clock of the reader's country."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y, %H:%M}"
