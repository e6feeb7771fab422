"""Nation, regions, systems and places, with the changes of 2022 and 2026."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl

from reference.book import Book, Entry
from reference.names import area_name
from reference.sources import Sources

ENGLAND = "ENG"
ELSEWHERE = "QZZ"
"""The code under which the publications put special health authorities and support units: here a region of its own."""

CCG = re.compile(r"NHS .* CCG$")


def add_areas(book: Book, sources: Sources) -> None:
    book.add(Entry(ENGLAND, "nation", "England"), None)
    book.aliases["ons", "E92000001"] = ENGLAND
    _regions(book, sources)
    _systems(book, sources)
    _places(book, sources)
    _mergers(book, sources)
    _earlier_groups(book, sources)


def _regions(book: Book, sources: Sources) -> None:
    for code, name in sources.employers.select("region", "region_name").unique().sort("region").iter_rows():
        book.add(Entry(code, "region", name), ENGLAND)
    held = {entry.name: entry.code for entry in book.nodes.values() if entry.kind == "region"}
    ons = sources.read("population/ons_mid2022_sub_icb_sex_single_year_age.csv")
    for ons_code, name in ons.select("NHSER 2023 Code", "NSHER 2023 Name").unique().iter_rows():
        book.aliases["ons", ons_code] = held[name]


def _systems(book: Book, sources: Sources) -> None:
    columns = ("system", "system_name", "region")
    for code, name, region in sources.employers.select(columns).unique("system").sort("system").iter_rows():
        book.add(Entry(code, "system", name), region)
    for ons_code, code in sources.locations.select("icb24_code", "icb24_code_nhs").unique().iter_rows():
        book.aliases["ons", ons_code] = code


def _places(book: Book, sources: Sources) -> None:
    began = sources.changes["boundary_change"]["day"]
    ons = sources.read("population/ons_mid20*_sub_icb_sex_single_year_age.csv")
    for code, ons_code, system in sources.locations.select(
        "sicbl24_code_nhs", "sicbl24_code", "icb24_code_nhs"
    ).iter_rows():
        group = sources.hierarchy[code]
        book.add(Entry(code, "place", area_name(group["Name"])), group["Parents"]["ICS"])
        book.aliases["ons", ons_code] = code
        if group["Parents"]["ICS"] != system:
            book.move(code, system, began)
    for ons_code, name in ons.select(pl.nth(0), pl.nth(1)).unique().sort(pl.nth(0)).iter_rows():
        code = name.rsplit(" - ", 1)[-1].strip()
        if code in book.nodes:
            book.aliases.setdefault(("ons", ons_code), code)


def _mergers(book: Book, sources: Sources) -> None:
    told = sources.changes["board_mergers"]
    on = told["day"]
    for code, board in told["boards"].items():
        book.add(Entry(code, "system", board["name"], opened=on), board["region"])
        for old in board["whole"]:
            _hand_over(book, old, dict.fromkeys(_places_of(book, old, on), code), {code}, on)
    for old, shares in told["split"].items():
        _hand_over(book, old, shares, set(shares.values()), on)
    # Each of the three boards that took over a part of Frimley: two are known from the trusts that moved.
    book.successions.add(("QNQ", "S9B9J", on))
    book.gaps += [(code, gap) for code, gap in told["gaps"].items()]


def _places_of(book: Book, system: str, on: date) -> list[str]:
    return [code for code, entry in book.nodes.items() if entry.kind == "place" and book.parent(code, on) == system]


def _hand_over(book: Book, old: str, places: dict[str, str], heirs: set[str], on: date) -> None:
    book.nodes[old].closed = on - timedelta(1)
    for place, heir in places.items():
        book.move(place, heir, on)
    book.successions |= {(old, heir, on) for heir in heirs}


def _earlier_groups(book: Book, sources: Sources) -> None:
    """Clinical commissioning groups that merged before 2021, where they employed people in a file held here."""
    groups = {code: name for code, name, _ in sources.seen_elsewhere if CCG.match(name) and code not in book.nodes}
    steps: dict[str, list[tuple[str, date]]] = {}
    for old, new, on in sources.successors.select("old_code", "new_code", "date").iter_rows():
        if old in groups:
            steps.setdefault(old, []).append((new, date.fromisoformat(on)))
    waiting = sorted(groups)
    while waiting:
        ready = [code for code in waiting if code in steps and all(new in book.nodes for new, _ in steps[code])]
        if not ready:
            break
        for code in ready:
            _earlier_group(book, code, groups[code], steps[code])
        waiting = [code for code in waiting if code not in ready]
    book.gaps += [(code, "a clinical commissioning group whose successor is in no file held") for code in waiting]
    for code in waiting:
        book.add(Entry(code, "place", area_name(groups[code])), ENGLAND)


def _earlier_group(book: Book, code: str, name: str, heirs: list[tuple[str, date]]) -> None:
    on = max(on for _, on in heirs)
    system = book.up_to(heirs[0][0], "system", on)
    book.add(Entry(code, "place", area_name(name), closed=on - timedelta(1)), system)
    book.successions |= {(code, new, on) for new, on in heirs}
