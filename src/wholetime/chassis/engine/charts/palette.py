"""The charts' colours by name: in a page they become the pages' tokens, so that dark mode answers; in a file, these.

No two names share a colour, so that a drawn colour leads back to its name.
"""

from __future__ import annotations

PALETTE = {
    "chart-1": "#1f6fb2",
    "chart-2": "#c9671a",
    "chart-3": "#3f8562",
    "chart-4": "#80509e",
    "chart-5": "#a8455f",
    "chart-6": "#66757f",
    "chart-ink": "#33424d",
    "chart-soft": "#5a6974",
    "chart-grid": "#e3e8ec",
    "chart-surface": "#fefefe",
    "chart-none": "#d6d0c8",
    "spc-grey": "#768591",
    "spc-blue": "#0b7bc1",
    "spc-orange": "#d9730d",
    "spc-purple": "#8a4bb0",
    "ramp-1": "#e4f0f6",
    "ramp-2": "#b9d7e6",
    "ramp-3": "#84b8d3",
    "ramp-4": "#4a92ba",
    "ramp-5": "#226a98",
    "ramp-6": "#0f4468",
    "over-1": "#f5dfc8",
    "over-2": "#dfa56e",
    "over-3": "#9c5415",
}
SERIES = tuple(PALETTE[f"chart-{number}"] for number in range(1, 7))
RAMP = tuple(PALETTE[f"ramp-{number}"] for number in range(1, 7))
OVER = tuple(PALETTE[f"over-{number}"] for number in range(1, 4))
"""Beyond nought the other way, from little to much; told from ``RAMP`` by whoever sees no red or green."""
INK = PALETTE["chart-ink"]
SOFT = PALETTE["chart-soft"]
GRID = PALETTE["chart-grid"]
SURFACE = PALETTE["chart-surface"]
NONE = PALETTE["chart-none"]


def spc_colour(name: str) -> str:
    """The colour of a point by the name the rules give it: grey, blue, orange or purple."""
    return PALETTE[f"spc-{name}"]


VARIABLES = {colour: f"var(--{name}, {colour})" for name, colour in PALETTE.items()}
