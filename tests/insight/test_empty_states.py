"""Where nothing is held, every page says what to do next: the way to the upload page, or whom to ask."""

from __future__ import annotations

import re

import pytest
from tests.dataset.web.small_world import World, world

from wholetime.insight.web.pages import TABS

__all__ = ["world"]

UPLOAD = 'href="/data/loads/new/"'
ASK = "Ask an information lead, planner or administrator of your area"

DATA = ["/data/loads/", "/data/loads/source/esr_staff_list/", "/data/quality/", "/data/quality/completeness/"]
NOT_FILLED_BY_A_FILE = {"compare", "map", "neighbourhoods"}
"""Pages whose emptiness is of another kind: something is to be chosen, not loaded."""


def nothing(page: str) -> list[str]:
    """The empty states of a page."""
    return re.findall(r'<div class="wt-empty">(.*?)</div>', page, re.DOTALL)


@pytest.mark.django_db
class TestAPageWithNothingToShow:
    @pytest.mark.parametrize("path", DATA)
    def test_of_the_data_leads_on(self, world: World, path: str) -> None:
        self.leads_on(world, path)

    @pytest.mark.parametrize("slug", [tab.slug for tab in TABS if tab.slug not in NOT_FILLED_BY_A_FILE])
    def test_of_an_area_leads_on(self, world: World, slug: str) -> None:
        self.leads_on(world, f"/insight/QOP/{slug}/")

    def leads_on(self, world: World, path: str) -> None:
        loader, reader = (
            nothing(client.get(path, follow=True).content.decode()) for client in (world.gita, world.dina)
        )
        assert loader, "the page does not say that it is empty"
        assert all(UPLOAD in one and ASK not in one for one in loader)
        assert all(ASK in one and UPLOAD not in one for one in reader)

    @pytest.mark.parametrize("slug", sorted(NOT_FILLED_BY_A_FILE))
    def test_that_a_file_would_not_fill_offers_none(self, world: World, slug: str) -> None:
        for one in nothing(world.gita.get(f"/insight/QOP/{slug}/").content.decode()):
            assert UPLOAD not in one

    def test_by_a_name_that_nobody_has_offers_all_names(self, world: World) -> None:
        (found,) = nothing(world.gita.get("/data/quality/completeness/?name=nobody").content.decode())
        assert "Show every organisation" in found
