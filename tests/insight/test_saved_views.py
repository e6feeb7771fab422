"""A page is kept under a name and shared by link; whoever opens it sees only what they may."""

from __future__ import annotations

import pghistory.models
import pytest
from tests.dataset.web.small_world import World

from wholetime.chassis import api
from wholetime.chassis.models import SavedView


def keep(world: World, title: str = "Bolton in May") -> SavedView:
    world.gita.post("/insight/00T/trend/save/", {"title": title, "query": "figure=wte&month=2024-05"})
    return SavedView.objects.get()


def test_a_view_opens_again_with_its_filters(world: World) -> None:
    kept = keep(world)
    assert world.gita.get(f"/insight/saved/{kept.key}/")["Location"] == "/insight/00T/trend/?figure=wte&month=2024-05"
    page = world.gita.get("/insight/saved/").content.decode()
    assert "Bolton in May" in page
    assert f"/insight/saved/{kept.key}/" in page


def test_a_shared_link_gives_no_rights(world: World) -> None:
    kept = keep(world)
    assert world.erin.get(f"/insight/saved/{kept.key}/").status_code == 302
    assert world.mo.get(f"/insight/saved/{kept.key}/").status_code == 404
    assert world.ned.get(f"/insight/saved/{kept.key}/").status_code == 404
    assert "Bolton in May" not in world.erin.get("/insight/saved/").content.decode()


def test_only_its_owner_lets_a_view_go(world: World) -> None:
    kept = keep(world)
    assert world.erin.post(f"/insight/saved/{kept.key}/forget/").status_code == 404
    assert world.gita.get(f"/insight/saved/{kept.key}/forget/").status_code == 405
    world.gita.post(f"/insight/saved/{kept.key}/forget/")
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_an_area_within_rights(world: World) -> None:
    world.gita.post("/insight/00T/trend/save/", {"title": "  "})
    assert world.gita.post("/insight/QMJ/trend/save/", {"title": "Theirs"}).status_code == 404
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", ""])
def test_only_a_page_of_this_site_is_kept(world: World, path: str) -> None:
    with pytest.raises(api.ViewRefused):
        api.save_view(world.accounts["gita"], "QOP", "Away", path, "")


def test_saving_and_letting_go_are_audited(world: World) -> None:
    kept = keep(world)
    world.gita.post(f"/insight/saved/{kept.key}/forget/")
    events = pghistory.models.Events.objects.filter(pgh_obj_model="chassis.SavedView")
    assert sorted(event.pgh_label for event in events) == ["delete", "insert"]
