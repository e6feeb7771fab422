"""Makes the whole system, month by month, and writes the files that the adapters read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.dates import days, month_ends
from wholetime.dataset.engine.synthetic.faults import Faults
from wholetime.dataset.engine.synthetic.files import layout, month_name, write
from wholetime.dataset.engine.synthetic.margins import Bools, Margins, margins
from wholetime.dataset.engine.synthetic.months import Month, pass_month
from wholetime.dataset.engine.synthetic.people import People, Registry, first_holders
from wholetime.dataset.engine.synthetic.posts import Posts, make_posts, teams
from wholetime.dataset.engine.synthetic.publications import Publications
from wholetime.dataset.engine.synthetic.returns import Tally, establishment, five_minute, leavers, survey
from wholetime.dataset.engine.synthetic.staff_lists import Lists, absences
from wholetime.dataset.engine.synthetic.system import System, make_system

PUBLISHED = 1
"""Beside the seed, the seed of the publications' own generator."""

LEAST = 200
"""People. With fewer there is not one of each kind of organisation to speak of."""

README = """These files are synthetic.

Every organisation, person, number and name in them is invented. Organisation codes begin SYN and names end
"(synthetic)"; no National Insurance number beginning with Q is ever issued. The shape follows published margins
(docs/methods/synthetic.md); no record describes anybody, and no figure drawn from them says anything about a
real organisation.

people {people}, months {months}, until {until:%Y-%m}, seed {seed}, faults {faults}
"""


@dataclass(slots=True)
class Summary:
    """What was written: organisations, people in post in the last month, assignments over all months, files."""

    folder: Path
    organisations: int = 0
    people: int = 0
    assignments: int = 0
    absences: int = 0
    leavers: int = 0
    files: list[Path] = field(default_factory=list)

    def write(self, frame: pl.DataFrame, source: str, when: str, version: str | None = None) -> None:
        suffix = "" if version is None else f"_{version}"
        path = self.folder / source / f"{source}{suffix}_{when}.csv"
        write(frame, layout(source, version), path)
        self.files.append(path)

    def publish(self, frame: pl.DataFrame, source: str, when: str) -> None:
        """Write ``frame`` as it is, under its own headings; a publication without rows is not made."""
        if frame.is_empty():
            return
        path = self.folder / source / f"{source}_{when}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.write_csv(path)
        self.files.append(path)


def synthesise(
    folder: Path,
    *,
    people: int,
    months: int,
    until: date,
    seed: int,
    faults: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write a synthetic system of about ``people`` in post, for ``months`` months ending with that of ``until``.

    The same arguments give the same bytes. ``faults`` puts in the errors that staff records have. ``progress`` is
    told the months done and the months in all. Memory holds one month at a time.
    """
    if people < LEAST or months < 1:
        raise ValueError(f"a synthetic system needs at least {LEAST} people and one month")
    world = _World(folder, people, month_ends(until, months), seed, faults)
    world.write_system(README.format(people=people, months=months, until=until, seed=seed, faults=faults))
    for at in range(months):
        world.live(at)
        if progress is not None:
            progress(at + 1, months)
    return world.summary


class _World:
    """The system, its posts and whoever holds them now."""

    def __init__(self, folder: Path, people: int, ends: list[date], seed: int, faults: bool) -> None:
        self.rng = np.random.default_rng(seed)
        self.margins: Margins = margins()
        self.faults = Faults(self.margins.raw["faults"] if faults else {})
        self.ends = ends
        self.system: System = make_system(self.rng, self.margins, people)
        self.posts: Posts = make_posts(self.rng, self.margins, self.system, people, len(ends))
        self.registry = Registry()
        self.people: People = first_holders(self.rng, self.margins, self.posts, days(ends[0]), self.registry)
        self.lists = Lists(self.margins, self.system, self.posts, ends[0])
        self.tally = Tally(self.lists)
        self.publications = Publications(self.lists, self.faults, np.random.default_rng([seed, PUBLISHED]))
        self.summary = Summary(folder)

    def write_system(self, readme: str) -> None:
        tree = self.system.frame(teams(self.system, self.posts, self.margins))
        self.summary.folder.mkdir(parents=True, exist_ok=True)
        tree.write_csv(self.summary.folder / "organisations.csv")
        (self.summary.folder / "README.txt").write_text(readme, encoding="utf-8")
        self.summary.organisations = len(self.system.organisations)

    def live(self, at: int) -> None:
        """Pass a month and write its files."""
        day = self.ends[at]
        month = Month(at, days(day))
        left = pass_month(self.rng, self.margins, self.posts, self.people, month, self.registry)
        self.tally.add(left)
        gone = leavers(self.rng, self.lists, left, day, month.today)
        self.summary.leavers += len(gone)
        self.summary.write(self.faults.in_leavers(gone), "esr_leavers", month_name(day))
        self._write_people(at, day)
        self._write_returns(at, day, month.today)
        for source, when, frame in self.publications.month(at, day, self.people, last=at == len(self.ends) - 1):
            self.summary.publish(frame, source, when)

    def _write_people(self, at: int, day: date) -> None:
        summary, sector = self.summary, self.margins.in_sector
        trusts = np.flatnonzero(self.people.filled & sector("nhs_trust")[self.posts.group])
        staff = self.faults.in_staff(self.lists.staff(trusts, self.people, day))
        self._write_staff(staff, at, day)
        off = absences(self.rng, self.lists, trusts, self.people, day)
        summary.write(self.faults.in_absences(off), "esr_absence", month_name(day))
        care = np.flatnonzero(self.people.filled & sector("social_care")[self.posts.group] & ~self._by_form())
        workers = self.lists.staff(care, self.people, day).with_columns(hours=(pl.col("fte") * 37).round(2))
        summary.write(workers, "asc_wds_worker", month_name(day))
        summary.people = int(self.people.filled.sum())
        summary.assignments += len(staff) + len(workers)
        summary.absences += len(off)

    def _write_staff(self, staff: pl.DataFrame, at: int, day: date) -> None:
        """The community trust goes over to the new record system, with its own layout, for the last third."""
        gone_over = {one.code for one in self.system.employers if one.kind == "community"}
        if at < len(self.ends) * 2 // 3:
            gone_over = set()
        new = pl.col("org").is_in(sorted(gone_over))
        self.summary.write(staff.filter(~new), "esr_staff_list", month_name(day), "2021")
        if gone_over:
            self.summary.write(staff.filter(new), "esr_staff_list", month_name(day), "2026")

    def _write_returns(self, at: int, day: date, today: int) -> None:
        funded = self.posts.open_by(at)
        self.summary.write(establishment(self.lists, funded, day), "establishment", month_name(day))
        if day.month % 3 == 0 or at == len(self.ends) - 1:
            returned = five_minute(self.lists, self.tally, self.people, funded, day, today)
            self.summary.write(self.faults.in_returns(returned, at), "five_minute_return", month_name(day))
        if day == self._survey_day(day.year):
            self.summary.write(survey(self.rng, self.lists, self.people, day.year), "staff_survey", str(day.year))

    def _survey_day(self, year: int) -> date:
        """November, when the survey closes; without a November, the last month of the year."""
        ends = [day for day in self.ends if day.year == year]
        return next((day for day in ends if day.month == 11), ends[-1])

    def _by_form(self) -> Bools:
        return np.array([one.by_form for one in self.system.employers])[self.posts.employer]
