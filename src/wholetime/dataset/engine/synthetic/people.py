"""The people who hold the posts: who they are, month by month, as arrays with one element for each post."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from wholetime.dataset.engine.synthetic.margins import Bools, Floats, Ints, Margins, draw
from wholetime.dataset.engine.synthetic.posts import Posts

YEAR = 365.2425


@dataclass(slots=True)
class People:
    """The holder of each post; where ``filled`` is false the other values mean nothing.

    ``born`` is in days since 1970; ``started`` in months since the first synthesised month (negative before it).
    ``person`` follows a human being from employer to employer, ``employee`` is new with each.
    """

    filled: Bools
    person: Ints
    employee: Ints
    female: Bools
    born: Ints
    nationality: Ints
    ethnicity: Ints
    started: Ints
    fixed_term: Bools
    bank: Bools

    def take(self, rows: Ints) -> People:
        return People(*(getattr(self, one.name)[rows] for one in fields(self)))

    def put(self, rows: Ints, holders: People) -> None:
        """``holders`` take the posts ``rows``."""
        for one in fields(self):
            getattr(self, one.name)[rows] = getattr(holders, one.name)

    def band_of_age(self, bands: Ints, today: int) -> Ints:
        """The position of each holder's age in ``bands`` on a day since 1970."""
        age = (today - self.born) / YEAR
        return np.clip(np.searchsorted(bands[:, 0], age, side="right") - 1, 0, len(bands) - 1)


@dataclass(slots=True)
class Registry:
    """Hands out numbers for persons and employees, each once."""

    persons: int = 0
    employees: int = 0

    def new_persons(self, count: int) -> Ints:
        self.persons += count
        return np.arange(self.persons - count, self.persons)

    def new_employees(self, count: int) -> Ints:
        self.employees += count
        return np.arange(self.employees - count, self.employees)


def newcomers(
    rng: np.random.Generator, margins: Margins, group: Ints, ages: Floats, month: int, today: int, registry: Registry
) -> People:
    """People never seen before, one for each of ``group``; ``ages`` are cumulative shares of the age bands."""
    count = len(group)
    low, high = margins.bands[draw(rng, ages, group)].T
    age = low + rng.random(count) * (high - low + 1)
    nationality = draw(rng, margins.nationality, group)
    return People(
        filled=np.ones(count, dtype=bool),
        person=registry.new_persons(count),
        employee=registry.new_employees(count),
        female=rng.random(count) < margins.of_groups("female")[group],
        born=np.floor(today - age * YEAR).astype(np.int64),
        nationality=nationality,
        ethnicity=draw(rng, margins.ethnicity, nationality),
        started=np.full(count, month),
        fixed_term=rng.random(count) < margins.of_groups("fixed_term")[group],
        bank=rng.random(count) < _bank_share(margins)[group],
    )


def first_holders(rng: np.random.Generator, margins: Margins, posts: Posts, today: int, registry: Registry) -> People:
    """Who holds the posts in the first month: the margins' ages, and years of service behind them."""
    people = newcomers(rng, margins, posts.group, margins.ages, 0, today, registry)
    vacant = rng.random(len(posts)) < margins.of_groups("vacancy")[posts.group]
    people.filled &= ~vacant & posts.open_by(0)
    since_18 = np.maximum((today - people.born) / YEAR - 18, 0) * 12
    people.started = -np.minimum(rng.exponential(84, len(posts)), since_18).astype(np.int64)
    return people


def _bank_share(margins: Margins) -> Floats:
    ready = {"nurses", "midwives", "clinical_support"}
    return np.array([margins.raw["bank_as_well"] if one.key in ready else 0.0 for one in margins.groups])
