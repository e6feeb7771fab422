"""Names as people write them: registries shout."""

from __future__ import annotations

import re

CAPITALS = {"NHS", "CIC", "GP", "GPS", "PCN", "CCG", "ICB", "UK", "NE", "SE", "LLP", "PCT", "II", "III", "IV", "A&E"}
SMALL = {"AND", "OF", "THE", "FOR", "IN", "ON", "WITH", "AT", "BY", "TO", "UPON"}
SHOUT = 5  # letters: shorter words in capitals may be initials
WORD = re.compile(r"[A-Z0-9][A-Z0-9'’.]*")


def readable(name: str) -> str:
    """``THE DENSHAM SURGERY`` → ``The Densham Surgery``; a name without a long word in capitals is left as it is."""
    text = " ".join(name.split())
    shouted = any(len(word) >= SHOUT and word not in CAPITALS for word in WORD.findall(text))
    return WORD.sub(_word, text.upper()) if shouted or text == text.upper() else text


def _word(match: re.Match[str]) -> str:
    word = match.group()
    if word in CAPITALS or "." in word[:-1] or _initials(word, match.string):
        return word
    if word in SMALL and match.start() > 0 and match.string[match.start() - 1] != "(":
        return word.lower()
    return re.sub(r"^(Mc|O'|D')(\w)", lambda found: found[1] + found[2].upper(), word.capitalize())


def _initials(word: str, name: str) -> bool:
    # Two or three consonants (SWB, PHB) are initials, where the whole name is not one word.
    short = 2 <= len(word) <= 4 and word.isalpha() and not set(word) & set("AEIOUY")
    return short and word not in {"DR", "DRS", "ST", "MR", "MRS", "MS", "LTD", "RD", "STH", "NTH"} and name != word


def area_name(name: str) -> str:
    """``NHS Bolton CCG`` and ``NHS Greater Manchester ICB`` without what they share with all the others."""
    plain = re.sub(r"^NHS ", "", " ".join(name.split()))
    return re.sub(r" (CCG|ICB|Integrated Care Board)$", "", plain)
