"""What a page of an area leads to: the areas above it, and the files it can be taken away as."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wholetime.chassis.api import ancestors, codes_under

BRIEFINGS = (
    ("xlsx", "Excel workbook", "figures and sources"),
    ("docx", "Word briefing", ""),
    ("pdf", "PDF briefing", ""),
)


def downloads(address: Callable[[str], str]) -> list[dict[str, str]]:
    """The page as files; ``address`` of a file by its name."""
    return [{"text": text, "note": note, "href": address(f"briefing.{kind}")} for kind, text, note in BRIEFINGS]


def crumbs(code: str, roots: Iterable[str], address: Callable[[str], str], *, here: bool) -> list[dict[str, str]]:
    """The areas above ``code`` that are seen from ``roots``; itself too, unless the page is ``here``, its own."""
    seen = set(codes_under(roots))
    chain = [node for node in ancestors(code) if node.code in seen]
    return [{"text": node.name, "href": address(node.code)} for node in chain if not here or node.code != code]
