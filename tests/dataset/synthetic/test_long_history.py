"""Ten years on, the people are as old as at the start: joiners are drawn to keep their group's ages."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from wholetime.dataset.engine.synthetic.dates import days, month_ends
from wholetime.dataset.engine.synthetic.margins import margins
from wholetime.dataset.engine.synthetic.months import Month, pass_month
from wholetime.dataset.engine.synthetic.people import Registry, first_holders
from wholetime.dataset.engine.synthetic.posts import make_posts
from wholetime.dataset.engine.synthetic.system import make_system


def test_ages_numbers_and_vacancies_hold_for_ten_years() -> None:
    rng, known, registry = np.random.default_rng(5), margins(), Registry()
    ends = month_ends(date(2025, 10, 31), 120)
    posts = make_posts(rng, known, make_system(rng, known, 20_000), 20_000, len(ends))
    people = first_holders(rng, known, posts, days(ends[0]), registry)
    for at, day in enumerate(ends):
        pass_month(rng, known, posts, people, Month(at, days(day)), registry)
    assert people.filled.sum() == pytest.approx(20_000, rel=0.03)
    nurses = people.filled & (posts.group == [group.key for group in known.groups].index("nurses"))
    bands = people.band_of_age(known.bands, days(ends[-1]))[nurses]
    shares = np.bincount(bands, minlength=len(known.bands)) / nurses.sum()
    wanted = np.diff(known.ages[0], prepend=0.0)
    # Joiners drawn to the margin itself, instead of to what is lacking, would leave a band eight points short.
    assert np.abs(shares - wanted).max() < 0.012
    assert len(np.unique(people.person[people.filled])) == people.filled.sum()
