"""Brings the register of identified people up to the newest staff lists."""

from __future__ import annotations


def catch_up() -> int:
    """Enter the identified rows that are waiting; how many loads were dealt with."""
    return 0
