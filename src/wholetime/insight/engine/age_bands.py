"""Age bands as publications write them."""

from __future__ import annotations

import re

SINGLE = re.compile(r"(\d{1,3})")
SPAN = re.compile(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})")
OVER = re.compile(r"(\d{1,3})\s*(?:\+|and over|plus|or over)", re.IGNORECASE)
UNDER = re.compile(r"under\s*(\d{1,3})", re.IGNORECASE)

type Ends = tuple[int | None, int | None]


def age_ends(text: str) -> Ends | None:
    """The youngest and oldest age of a band, both included, None for an open end; None where the age is not known.

    >>> age_ends("55-59"), age_ends("70+"), age_ends("Under 20"), age_ends("57"), age_ends("Unknown")
    ((55, 59), (70, None), (None, 19), (57, 57), None)
    """
    text = text.strip()
    if found := SINGLE.fullmatch(text):
        return int(found[1]), int(found[1])
    if found := SPAN.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := OVER.fullmatch(text):
        return int(found[1]), None
    if found := UNDER.fullmatch(text):
        return None, int(found[1]) - 1
    return None
