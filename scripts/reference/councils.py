"""Councils with social care duties, placed by where the patients of their practices are registered."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from reference.book import Book, Entry
from reference.sources import Sources

ENOUGH = 0.8
"""Share of a council's registered patients in one place that puts the council in that place."""

DAY = date(2025, 4, 1)


def add_councils(book: Book, sources: Sources) -> None:
    names = _names(sources)
    by_place = _patients(book, sources, "place")
    by_system = _patients(book, sources, "system")
    for code in sorted(set(names) & set(by_place)):
        place, share = _most(by_place[code])
        home = place if share >= ENOUGH else _most(by_system[code])[0]
        book.add(Entry(code, "organisation", _council(code, names[code]), "social_care"), home)
    _one_to_one(book, by_place)
    _abolished(book, sources, names)


def _names(sources: Sources) -> dict[str, str]:
    care = sources.read("adult_social_care/oflog_asc_metrics_by_la_to_2021-22.csv")
    listed = dict(care.select("Local authority code", "Local authority name").unique().iter_rows())
    today = dict(sources.allocation.select("LAD", "LTLA").unique().iter_rows())
    newest = sources.changes["counties"]["names"]
    return {code: name for code, name in (listed | today | newest).items() if not code.startswith("E07")}


def _council(code: str, area: str) -> str:
    """``Bolton`` → ``Bolton Council``, which employs; the place of that name does not."""
    plain = area.removesuffix(", City of").removesuffix(", County of")
    return f"{plain} County Council" if code.startswith("E10") else f"{plain} Council"


def _patients(book: Book, sources: Sources, kind: str) -> dict[str, Counter[str]]:
    """Registered patients of each council by place or system (``kind``), all practices counted."""
    districts = sources.changes["counties"]["districts"]
    county = {f"E07{number:06d}": code for code, numbers in districts.items() for number in numbers}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code, council, patients in sources.allocation.select("Practice_Code", "LAD", "Population").iter_rows():
        area = book.up_to(code, kind, DAY)
        found[county.get(council, council)][area or ""] += float(patients)
    return found


def _most(patients: Counter[str]) -> tuple[str, float]:
    known = Counter({area: count for area, count in patients.items() if area})
    area, count = known.most_common(1)[0] if known else ("", 0)
    return area, count / (sum(patients.values()) or 1)


def _one_to_one(book: Book, by_place: dict[str, Counter[str]]) -> None:
    """A council that is a place, near enough both ways, is another name for it."""
    totals: Counter[str] = Counter()
    for patients in by_place.values():
        totals.update(patients)
    for code, patients in by_place.items():
        place, share = _most(patients)
        if code in book.nodes and share >= ENOUGH and patients[place] >= ENOUGH * totals[place]:
            book.aliases["la", code] = place


def _abolished(book: Book, sources: Sources, names: dict[str, str]) -> None:
    for row in sources.changes["council_successions"]:
        system = book.up_to(row["new"][0], "system", DAY)
        last = row["day"] - timedelta(1)
        name = _council(row["old"], names[row["old"]])
        book.add(Entry(row["old"], "organisation", name, "social_care", closed=last), system)
        book.successions |= {(row["old"], new, row["day"]) for new in row["new"]}
