"""Faults strike at their shares, and always the same people."""

from __future__ import annotations

import polars as pl
import pytest

from wholetime.dataset.engine.synthetic.faults import Faults
from wholetime.dataset.engine.synthetic.margins import margins

PEOPLE = 20_000


@pytest.mark.parametrize("fault", ["msw_miscoded", "ethnicity_missing", "registration_expired", "occupation_invalid"])
def test_a_fault_strikes_its_share_of_people_in_every_month(fault: str) -> None:
    share, people = margins().raw["faults"][fault], pl.DataFrame({"person": range(PEOPLE)})
    struck = Faults({fault: share}).struck(people, fault)
    # Four standard errors of a share of 20,000.
    assert struck.mean() == pytest.approx(share, abs=4 * (share * (1 - share) / PEOPLE) ** 0.5)
    later = people.reverse()
    assert Faults({fault: share}).struck(later, fault).reverse().equals(struck)
    assert not Faults({}).struck(people, fault).any()
