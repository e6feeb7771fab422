"""REST answers within one's scope, in the rows that the command line prints, and says no in one form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.dataset.web.small_world import World, return_csv, return_row, waiting_files
from typer.testing import CliRunner

from wholetime.config.cli import app
from wholetime.dataset.models import Load, Slice

PROBLEM = "application/problem+json"


@pytest.fixture
def held(world: World) -> World:
    rows = [return_row(), return_row(org="P82002", headcount=7), return_row(day="2026-06-30")]
    offered = world.gita.post("/api/v1/loads", {"file": return_csv(*rows)})
    assert offered.status_code == 201
    assert world.gita.post(f"/api/v1/loads/{offered.json()['key']}/commit").status_code == 200
    return world


class TestFigures:
    @pytest.mark.parametrize(
        "asked", ["", "by=org,period", "org=P82001&by=group", "place=00T&period=2026-06-30", "by=org&as_now=true"]
    )
    def test_are_the_rows_of_the_command_line(self, held: World, asked: str) -> None:
        rest = held.erin.get(f"/api/v1/figures/headcount?{asked}").json()
        words = [part.split("=") for part in asked.split("&") if part]
        options = [
            text
            for name, value in words
            for text in (f"--{name.replace('_', '-')}", *([value] if value != "true" else []))
        ]
        said = CliRunner().invoke(app, ["figure", "headcount", *options, "--json"])
        assert said.exit_code == 0, said.output
        assert rest == json.loads(said.stdout)
        assert rest

    def test_say_in_words_what_the_codes_are(self, held: World) -> None:
        asked = {"org": "P82001", "group": "fully qualified GPS", "period": "2026-09-30"}
        (row,) = held.mo.get("/api/v1/figures/headcount", asked).json()
        assert (row["group"], row["group_title"]) == ("general_practitioner", "Fully qualified GPs")
        assert row["org_name"] == "The Dunstan Partnership"
        slip = held.mo.get("/api/v1/figures/headcount?group=practise nurse")
        assert slip.status_code == 404
        assert "did you mean practice_nurse (Practice nurses)" in slip.json()["detail"]

    def test_stay_within_the_scope(self, held: World) -> None:
        codes = {row["org"] for row in held.mo.get("/api/v1/figures/headcount?by=org").json()}
        assert codes == {"P82001"}
        assert held.mo.get("/api/v1/figures/headcount?org=P82002").status_code == 404
        assert held.gita.get("/api/v1/figures/headcount?place=QMJ").status_code == 404
        assert held.gita.get("/api/v1/figures/headcount?place=QOP").status_code == 200

    def test_come_a_part_at_a_time(self, held: World) -> None:
        whole = held.erin.get("/api/v1/figures/headcount?by=org,period")
        assert whole["X-Total-Count"] == "3"
        parts = [
            held.erin.get(f"/api/v1/figures/headcount?by=org,period&limit=1&offset={at}").json() for at in range(4)
        ]
        assert [row for part in parts for row in part] == whole.json()

    def test_have_a_catalogue(self, held: World) -> None:
        rows = held.mo.get("/api/v1/figures").json()
        said = json.loads(CliRunner().invoke(app, ["figures", "--json"]).stdout)
        assert {row["figure"]: row["meaning"] for row in rows} == {row["figure"]: row["meaning"] for row in said}


class TestProblems:
    @pytest.mark.parametrize(
        ("address", "status", "said"),
        [
            ("/api/v1/figures/nonsense", 404, "nonsense"),
            ("/api/v1/figures/headcount?org=NOBODY", 404, "nothing here that you may see"),
            ("/api/v1/figures/headcount?group=wizards", 404, "no staff group 'wizards'"),
            ("/api/v1/figures/headcount?by=shoe_size", 422, "by: "),
            ("/api/v1/figures/headcount?period=2024-13", 422, "period: "),
            ("/api/v1/figures/headcount?limit=10001", 422, "limit: "),
            ("/api/v1/organisations/NOBODY", 404, "nothing here that you may see"),
            ("/api/v1/loads/00000000-0000-0000-0000-000000000000", 404, "nothing here that you may see"),
            ("/api/v1/nonsense", 404, "no such address"),
        ],
    )
    def test_say_what_is_wrong(self, world: World, address: str, status: int, said: str) -> None:
        answer = world.gita.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
        problem = answer.json()
        assert problem["status"] == status
        assert said in problem["detail"]

    def test_strangers_sign_in_first(self, world: World) -> None:
        answer = Client().get("/api/v1/figures")
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert world.ned.get("/api/v1/figures").status_code == 404

    def test_a_write_needs_the_token_of_the_session(self, world: World) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.accounts["gita"])
        answer = client.post("/api/v1/loads", {"file": return_csv(return_row())})
        assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


class TestOrganisations:
    def test_are_found_and_walked_within_the_scope(self, world: World) -> None:
        found = world.gita.get("/api/v1/organisations?q=dunstan").json()
        assert [row["code"] for row in found] == ["P82001"]
        assert world.gita.get("/api/v1/organisations?q=royal free").json() == []
        below = world.gita.get("/api/v1/organisations/QOP/children").json()
        assert [row["code"] for row in below] == ["00T", "RMC"]
        assert [row["code"] for row in world.mo.get("/api/v1/organisations").json()] == ["P82001"]


class TestLoads:
    def test_say_what_a_file_would_change_and_what_was_refused(self, world: World) -> None:
        file = return_csv(return_row(), return_row(group="Practice nurses", headcount="many"))
        refused = world.gita.post("/api/v1/loads", {"file": file}).json()
        assert (refused["state"], refused["refused_rows"]) == ("refused", 1)
        cells = world.gita.get(f"/api/v1/loads/{refused['key']}/refusals").json()
        assert cells == [{"row": 3, "column": "Headcount", "value": "many", "reason": "is not a number"}]
        good = world.gita.post("/api/v1/loads", {"file": file_again(), "keep_good": "true"}).json()
        assert good["state"] == "staged"
        assert good["difference"]["added"] == good["rows"]
        assert not Slice.objects.filter(live=True).exists()

    def test_are_decided_once_by_whoever_sent_them(self, world: World) -> None:
        key = world.gita.post("/api/v1/loads", {"file": return_csv(return_row())}).json()["key"]
        assert world.hana.post(f"/api/v1/loads/{key}/commit").status_code == 404
        assert world.gita.post(f"/api/v1/loads/{key}/commit").json()["state"] == "committed"
        assert world.gita.post(f"/api/v1/loads/{key}/discard").status_code == 409
        again = world.gita.post("/api/v1/loads", {"file": return_csv(return_row())})
        assert (again.status_code, again.json()["state"]) == (200, "unchanged")
        assert not waiting_files()

    def test_without_rows_empty_what_they_are_told(self, world: World) -> None:
        key = world.gita.post("/api/v1/loads", {"file": return_csv(return_row())}).json()["key"]
        held = world.gita.post(f"/api/v1/loads/{key}/commit").json()["rows"]
        untold: Any = world.gita.post("/api/v1/loads", {"file": return_csv(name="nobody.csv")})
        assert (untold.status_code, "say which" in untold.json()["detail"]) == (422, True)
        told = {"file": return_csv(name="nobody.csv"), "period": "2026-09", "org": "P82001"}
        staged = world.gita.post("/api/v1/loads", told).json()
        assert (staged["state"], staged["rows"], staged["difference"]["removed"]) == ("staged", 0, held)
        assert staged["notes"] == [f"0 rows: replaces {held} held (P82001, 2026-09)"]

    def test_are_not_for_everybody(self, world: World) -> None:
        assert world.mo.post("/api/v1/loads", {"file": return_csv(return_row())}).status_code == 403
        outside: Any = world.gita.post("/api/v1/loads", {"file": return_csv(return_row(org="RAL"))})
        assert outside.status_code == 422
        assert "RAL" in outside.json()["detail"]
        assert world.gita.post("/api/v1/loads", {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}).status_code == 422
        assert not Load.objects.exists()


def file_again() -> SimpleUploadedFile:
    return return_csv(return_row(), return_row(group="Practice nurses", headcount="many"))
