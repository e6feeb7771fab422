"""Reading settings from the environment: exact values only, and an error that says what to type."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, default: bool = False) -> bool:
    """``1`` or ``0``; anything else stops the start."""
    text = os.environ.get(name, "1" if default else "0")
    if text not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is {text!r}: write {name}=1 or {name}=0")
    return text == "1"


def number(name: str, default: int) -> int:
    """A whole number that is not negative."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}: write a whole number, such as {name}={default}")
    return int(text)


def above_nought(name: str, default: int) -> int:
    """A whole number above nought."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} is {text!r}: write a whole number above 0, such as {name}={default}")
    return int(text)


def words(name: str, default: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
