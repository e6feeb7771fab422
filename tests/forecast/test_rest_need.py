"""Need by REST: the same answers as the pages, and words for what cannot be asked."""

from __future__ import annotations

from tests.dataset.web.small_world import World


def test_cover_by_rest(world: World) -> None:
    found = world.gita.get("/api/v1/need/cover?arrivals=2&minutes=30&wait=15&within=75").json()
    assert found["enough"]["on_duty"] == [2] * 24
    assert found["average"]["late"] is None
    assert found["erlang_holds"]
    wrong = world.gita.get("/api/v1/need/cover?arrivals=2 3&minutes=30")
    assert wrong.status_code == 422
    assert "24 numbers" in wrong.json()["detail"]


def test_wisn_by_rest(world: World) -> None:
    (found,) = world.gita.get("/api/v1/need/wisn?lines=Team,activity,Visits,1000,60%0ATeam,in post,,1,").json()
    assert (found["required"], found["in_post"]) == ("0.644122", "1")
    wrong = world.gita.get("/api/v1/need/wisn?lines=Team,activity,Visits,1000,")
    assert wrong.status_code == 422
    assert "Row 1: each, in minutes" in wrong.json()["detail"]


def test_standards_by_rest_name_their_source(world: World) -> None:
    first = world.gita.get("/api/v1/need/standards").json()[0]
    assert (first["pathway"], first["group"], first["verified"]) == ("births", "midwifery", False)
    assert "29.5 births" in first["source"]
    assert first["hours_low"] < first["hours"] < first["hours_high"]
