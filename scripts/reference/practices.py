"""Networks and practices: the hierarchy of 2021, the network files to 2022 and the allocations of 2025/26."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import polars as pl

from reference.areas import ENGLAND
from reference.book import Book, Entry
from reference.names import readable
from reference.sources import Sources

NOW = date(2025, 4, 1)
"""First day of the year whose allocations name each practice's board."""


def add_practices(book: Book, sources: Sources) -> None:
    _networks(book, sources)
    _practices(book, sources)
    _boundary_moves(book, sources)
    _gone(book, sources)


def _networks(book: Book, sources: Sources) -> None:
    newest = {code: (name, place) for code, name, place in _network_rows(sources)}
    told = {code: row for code, row in sources.hierarchy.items() if row["OrgType"] == "PCN"}
    began = sources.changes["boundary_change"]["day"]
    crossings = {tuple(pair) for pair in sources.changes["boundary_change"]["systems"]}
    for code in sorted(set(newest) | set(told)):
        name, place = newest.get(code) or (told[code]["Name"], told[code]["Parents"]["CCG"])
        before = told[code]["Parents"]["CCG"] if code in told else place
        crossed = (book.parent(before, began), book.parent(place, began)) in crossings
        book.add(Entry(code, "neighbourhood", readable(name)), before if crossed else place)
        if crossed:
            book.move(code, place, began)


def _network_rows(sources: Sources) -> list[tuple[str, str, str]]:
    return list(sources.networks.select("PCN_CODE", "PCN_NAME", "SUB_ICB_CODE").iter_rows())


def _practices(book: Book, sources: Sources) -> None:
    for code, row in sources.hierarchy.items():
        if row["OrgType"] == "Practice":
            book.add(_entry(code, row["Name"]), _home(book, row["Parents"]))
    for code, name, system in sources.allocation.select("Practice_Code", "GP_Practice_Name", "ICB").iter_rows():
        if code not in book.nodes:
            book.add(_entry(code, name), system)
            book.gaps.append((code, "opened after 2021: its place and network are in no file held, only its system"))
        book.nodes[code].name = readable(name)


def _entry(code: str, name: str) -> Entry:
    return Entry(code, "organisation", readable(name), sector="general_practice")


def _home(book: Book, parents: dict[str, str]) -> str:
    # A practice may be in a network across its group's border: what its group answers for then decides.
    network, group = parents.get("PCN", ""), parents["CCG"]
    inside = network in book.nodes and group in book.parents[network].values()
    return network if inside else group


def _boundary_moves(book: Book, sources: Sources) -> None:
    """Practices whose board in 2025/26 is not the one that the tree gives: moved, whole networks together."""
    board = dict(sources.allocation.select("Practice_Code", "ICB").iter_rows())
    crossing = {code for code, system in board.items() if book.up_to(code, "system", NOW) != system}
    members: dict[str, set[str]] = defaultdict(set)
    for code in board:
        members[str(book.parent(code, NOW))].add(code)
    moved = {home: codes for home, codes in members.items() if codes <= crossing and _is_network(book, home)}
    for home, codes in moved.items():
        _cross(book, sources, home, Counter(board[code] for code in codes).most_common(1)[0][0])
    for code in sorted(crossing - {code for codes in moved.values() for code in codes}):
        _cross(book, sources, code, board[code])


def _is_network(book: Book, code: str) -> bool:
    return book.nodes[code].kind == "neighbourhood"


def _cross(book: Book, sources: Sources, code: str, system: str) -> None:
    change = sources.changes["boundary_change"]
    dated = [str(book.up_to(code, "system", NOW)), system] in change["systems"]
    places = [place for place in book.nodes if book.nodes[place].kind == "place" and book.parent(place, NOW) == system]
    open_places = [place for place in places if book.nodes[place].closed is None]
    book.move(code, open_places[0] if len(open_places) == 1 else system, change["day"] if dated else NOW)
    if not dated:
        book.gaps.append((code, "in another system by 2025/26 than in 2021; the day of its move is in no file held"))


def _gone(book: Book, sources: Sources) -> None:
    """Practices that have left: those in the yearly files only, and the last year in which each was counted."""
    years = (
        sources.read("gp_workforce/gp_workforce_practice_fy_*.csv")
        .group_by("Practice.Code")
        .agg(pl.col("Year").cast(pl.Int32).max())
    )
    open_now = set(sources.allocation.get_column("Practice_Code"))
    for code, year in years.sort("Practice.Code").iter_rows():
        if code not in book.nodes:
            book.add(Entry(code, "organisation", f"Practice {code}", sector="general_practice"), ENGLAND)
            book.gaps.append((code, "closed before 2021: its name and place are in no file held"))
        if code not in open_now:
            # The year called 2016 ends on 31 March 2016. The true last day is not published in a file held.
            book.nodes[code].closed = date(year, 3, 31)
            book.gaps.append((code, "closing day unknown: the end of the last year in which it was counted"))
