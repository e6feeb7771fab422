"""Trusts, and the other bodies that employ people in the publications."""

from __future__ import annotations

from datetime import date, timedelta

from reference.areas import ELSEWHERE, ENGLAND
from reference.book import Book, Entry
from reference.names import readable
from reference.sources import Sources, day

WALES = "W00"


def add_employers(book: Book, sources: Sources) -> None:
    known = _known_names(sources)
    _trusts(book, sources, known)
    _others(book, sources)
    _follow_the_boards(book, sources)
    _seen_elsewhere(book, sources)
    _successions(book, sources)


def _known_names(sources: Sources) -> dict[str, str]:
    """Names in mixed case, by the same name in capitals."""
    listed = sources.read("reference/ml20g2l_dim_organisation_2024-25.csv").get_column("CanonicalOrganisationName")
    return {name.upper(): name for name in [*listed, *sources.employers.get_column("name")]}


def _trusts(book: Book, sources: Sources, known: dict[str, str]) -> None:
    before, after = sources.registry("2025-07"), sources.registry("2026-07")
    for code, row in after.items():
        if row["region"] in (WALES, ""):
            continue
        earlier = before.get(code)
        if earlier is None and row["board"] in sources.changes["board_mergers"]["boards"]:
            earlier = before.get(_heir(sources, code) or "")
        board = earlier["board"] if earlier else row["board"]
        name = known.get(row["name"]) or readable(row["name"])
        entry = Entry(code, "organisation", name, "nhs_trust", day(row["opened"]), day(row["closed"]))
        book.add(entry, board)
        if board != row["board"]:
            _moved(book, sources, code, row["board"])


def _heir(sources: Sources, code: str) -> str | None:
    # A trust that closed years ago is listed under today's board; its heir tells which board that was before.
    seen = {code}
    while True:
        heirs = sources.successors.filter(old_code=code).sort("date").get_column("new_code")
        if heirs.is_empty() or heirs[-1] in seen:
            return code if len(seen) > 1 else None
        code = str(heirs[-1])
        seen.add(code)


def _moved(book: Book, sources: Sources, code: str, board: str) -> None:
    told = sources.changes["board_mergers"]
    book.move(code, board, told["day"])
    if board not in told["boards"]:
        book.gaps.append((code, "changed system between July 2025 and July 2026; the day is taken to be 1 April 2026"))


def _others(book: Book, sources: Sources) -> None:
    for row in sources.employers.iter_rows(named=True):
        trust = "NHS" in row["name"] and "Trust" in row["name"]
        sector = "nhs_trust" if trust else "other_nhs"
        book.add(Entry(row["code"], "organisation", readable(row["name"]), sector), row["system"])


def _follow_the_boards(book: Book, sources: Sources) -> None:
    """Employers whose whole board merged go with it."""
    told = sources.changes["board_mergers"]
    for code, entry in book.nodes.items():
        home = book.parent(code, told["day"])
        if home is None or book.nodes[home].kind != "system" or entry.kind not in ("organisation", "place"):
            continue
        heirs = [new for new, board in told["boards"].items() if home in board["whole"]]
        if heirs:
            book.move(code, heirs[0], told["day"])
        elif home in told["split"] and entry.closed is None:
            book.gaps.append((code, "its board was split on 2026-04-01; which part it went to is in no file held"))


def _seen_elsewhere(book: Book, sources: Sources) -> None:
    regions = {entry.name.upper(): code for code, entry in book.nodes.items() if entry.kind == "region"}
    for code, name, region in sources.seen_elsewhere:
        if not code or code.strip().upper() == "TOTAL" or code in book.nodes:
            continue
        parent = regions.get(region.removeprefix("NHS ENGLAND ")) or _home_of_heir(book, sources, code)
        if parent is None:
            book.gaps.append((code, "its system and region are in no file held"))
        sector = "nhs_trust" if "NHS" in name and "TRUST" in name.upper() else "other_nhs"
        book.add(Entry(code, "organisation", readable(name) or code, sector), parent or _default(name))


def _default(name: str) -> str:
    national = ("Health Education England", "NHS Digital", "Commissioning Support Unit")
    return ELSEWHERE if any(words in name for words in national) else ENGLAND


def _home_of_heir(book: Book, sources: Sources, code: str) -> str | None:
    # The code of a site is that of its organisation and two characters more.
    heir = code[:3] if len(code) == 5 and code[:3] in book.nodes else _heir(sources, code)
    if heir not in book.nodes or book.nodes[heir].kind != "organisation":
        return None
    return book.parents[heir].get(None)


def _successions(book: Book, sources: Sources) -> None:
    for old, new, on in sources.successors.iter_rows():
        if _both_organisations(book, old, new) and book.nodes[old].sector != "general_practice":
            _succeed(book, old, new, date.fromisoformat(on))
    for row in sources.changes["trust_successions"]:
        if row["old"] in book.nodes:
            book.nodes[row["old"]].closed = row.get("closed") or book.nodes[row["old"]].closed
            _succeed(book, row["old"], row["new"], row["day"])


def _both_organisations(book: Book, old: str, new: str) -> bool:
    return all(code in book.nodes and book.nodes[code].kind == "organisation" for code in (old, new))


def _succeed(book: Book, old: str, new: str, on: date) -> None:
    entry = book.nodes[old]
    if entry.closed is None and entry.opened is not None:
        return  # still in the registry as open: a part of it moved, not the whole
    entry.closed = entry.closed or on - timedelta(1)
    book.successions.add((old, new, on))
