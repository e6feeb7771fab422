"""From the page: upload, look, decide; and nothing is held, shown or left lying about that should not be."""

from __future__ import annotations

import io
import stat
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.dataset.web.small_world import World, return_csv, return_row, waiting_files

from wholetime.chassis.jobs import run_worker
from wholetime.dataset.engine.adapters.beds_trust import GENERAL, KINDS
from wholetime.dataset.models import Load, Slice
from wholetime.dataset.web import upload

BED_COLUMNS = (*GENERAL, *(column for pair in KINDS.values() for column in pair))
BEDS = f"nhs_trust22_code,date,{','.join(BED_COLUMNS)}\nRMC,April 2022,{','.join('9' * len(BED_COLUMNS))}\n"


def send(client: Client, file: SimpleUploadedFile, follow: bool = True) -> HttpResponse:
    return client.post("/data/loads/new/", {"file": file}, follow=follow)


def press(client: Client, answer: Any, button: str, **options: Any) -> Any:
    """Press a button of the preview that ``answer`` shows."""
    return client.post(f"{answer.request['PATH_INFO']}{button}/", follow=True, **options)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def live() -> list[tuple[str, int]]:
    return list(Slice.objects.filter(live=True).values_list("org", "load__rows"))


class TestUpload:
    def test_changes_nothing_until_it_is_confirmed(self, world: World) -> None:
        seen = send(world.gita, return_csv(return_row()))
        assert "What it would change" in text(seen)
        assert "Five-minute return" in text(seen)
        assert not live()
        done = press(world.gita, seen, "confirm")
        assert "are now held" in text(done)
        assert [org for org, _ in live()] == ["P82001"]

    def test_is_readable_by_its_owner_only_and_gone_when_decided(self, world: World) -> None:
        seen = send(world.gita, return_csv(return_row()))
        (kept,) = waiting_files()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        press(world.gita, seen, "discard")
        assert not waiting_files()
        assert not live()
        assert Load.objects.get().state == "discarded"

    def test_of_the_same_file_twice_changes_nothing(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row())), "confirm")
        assert "already held" in text(send(world.gita, return_csv(return_row())))
        assert not waiting_files()

    def test_of_a_corrected_file_shows_before_and_after_and_keeps_the_old_version(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row(headcount=5))), "confirm")
        seen = send(world.gita, return_csv(return_row(headcount=6)))
        assert '<td data-value="5">5</td>' in text(seen)
        assert '<td data-value="6">6</td>' in text(seen)
        press(world.gita, seen, "confirm")
        assert Slice.objects.filter(live=False, superseded_at__isnull=False).count() == 1
        history = text(world.gita.get("/data/loads/source/five_minute_return/"))
        assert "Restated slices" in history

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("a.csv", b"", "The file is empty"),
            ("a.pdf", b"%PDF-1.7 x", "is a PDF, not a table"),
            ("a.csv", b"one,two\n1,2\n", "has columns that no source has"),
        ],
    )
    def test_of_something_else_says_what_it_is(self, world: World, name: str, content: bytes, said: str) -> None:
        answer = send(world.gita, SimpleUploadedFile(name, content))
        assert said in text(answer)
        assert not waiting_files()
        assert not Load.objects.exists()

    def test_that_is_too_large_is_turned_away_unread(self, world: World, settings: Any) -> None:
        settings.UPLOAD_MOST_BYTES = 1_000
        answer = send(world.gita, return_csv(*[return_row()] * 50))
        assert answer.status_code == 413
        assert not waiting_files()

    def test_compares_again_when_somebody_was_faster(self, world: World) -> None:
        mine = send(world.gita, return_csv(return_row(headcount=6)))
        press(world.hana, send(world.hana, return_csv(return_row(headcount=5))), "confirm")
        again = press(world.gita, mine, "confirm")
        assert "changed since this file was compared" in text(again)
        assert Slice.objects.get(live=True).load.account.name == "Hana"
        press(world.gita, again, "confirm")
        assert Slice.objects.get(live=True).load.account.name == "Gita"


class TestBadRows:
    def bad(self, client: Client) -> Any:
        return send(client, return_csv(return_row(), return_row(group="Practice nurses", headcount="many")))

    def test_stop_the_whole_file_and_say_why_by_row_and_column(self, world: World) -> None:
        seen = text(self.bad(world.gita))
        assert "1 row was not accepted, so nothing was loaded" in seen
        assert "is not a number" in seen
        assert not live()

    def test_come_back_as_a_workbook_beside_the_original(self, world: World) -> None:
        seen = self.bad(world.gita)
        answer = world.gita.get(f"{seen.request['PATH_INFO']}refused.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        rows = list(book["Refused rows"].iter_rows(values_only=True))
        assert rows[1][0] == 3, "the row as a spreadsheet counts it"
        assert rows[1][rows[0].index("Headcount")] == "many"
        assert rows[1][-1] == "Headcount is not a number"
        assert [cell.value for cell in book["Reasons"][2]] == [3, "Headcount", "many", "is not a number"]

    def test_are_left_out_when_the_good_ones_are_wanted(self, world: World) -> None:
        good = press(world.gita, self.bad(world.gita), "good-rows")
        assert not live()
        press(world.gita, good, "confirm")
        assert Slice.objects.get(live=True).load.refused_rows == 1
        assert not waiting_files()


class TestRights:
    def test_a_file_of_others_is_refused_naming_them(self, world: World) -> None:
        answer = send(world.gita, return_csv(return_row(), return_row(org="RAL"), return_row(org="X99999")))
        assert "RAL, X99999" in text(answer)
        assert "P82001, RAL" not in text(answer)
        assert not Load.objects.exists()
        assert not waiting_files()

    def test_a_publication_is_loaded_by_somebody_with_national_scope(self, world: World) -> None:
        file = BEDS.encode()
        answer = send(world.gita, SimpleUploadedFile("beds.csv", file))
        assert "is published for the nation" in text(answer)
        assert "What it would change" in text(send(world.erin, SimpleUploadedFile("beds.csv", file)))
        listed = {who: text(getattr(world, who).get("/data/loads/new/")) for who in ("gita", "erin")}
        assert "Hospital beds by trust" in listed["erin"]
        assert "Hospital beds by trust" not in listed["gita"]

    def test_only_loaders_load(self, world: World) -> None:
        for client in (world.mo, world.dina):
            assert client.get("/data/loads/new/").status_code == 403
            assert send(client, return_csv(return_row())).status_code == 403
        assert world.ned.get("/data/loads/new/").status_code == 404
        assert Client().get("/data/loads/new/").status_code == 302

    def test_what_somebody_staged_is_nobody_elses(self, world: World) -> None:
        seen = send(world.gita, return_csv(return_row(), return_row(group="Practice nurses", headcount="many")))
        path = seen.request["PATH_INFO"]
        assert world.hana.get(path).status_code == 404
        assert world.hana.get(f"{path}refused.xlsx").status_code == 404
        for button in ("confirm", "good-rows", "discard"):
            assert press(world.hana, seen, button).status_code == 404

    def test_what_is_held_is_seen_by_those_it_speaks_of(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row())), "confirm")
        path = f"/data/loads/{Load.objects.get().key}/"
        assert world.mo.get(path).status_code == 200
        shown = text(world.mo.get("/data/loads/"))
        assert "return.csv" in shown
        world.accounts["mo"].memberships.update(node=world.accounts["gita"].memberships.get().node_id)
        outsider = world.accounts["mo"].memberships.get()
        outsider.node = type(outsider.node).objects.get(code="RAL")
        outsider.save()
        assert world.mo.get(path).status_code == 404
        assert "return.csv" not in text(world.mo.get("/data/loads/"))


class TestAFileWithoutRows:
    """Held: the return of one practice for September. The file in hand has headings only."""

    def offer(self, client: Client, name: str = "nobody.csv", **words: str) -> Any:
        return client.post("/data/loads/new/", {"file": return_csv(name=name), **words}, follow=True)

    def test_shows_what_it_would_empty_and_empties_it(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row())), "confirm")
        ((_, held),) = live()
        seen = self.offer(world.gita, period="2026-09", org="p82001")
        assert f"0 rows: replaces {held} held (P82001, 2026-09)" in text(seen)
        assert live() == [("P82001", held)], "nothing changes before it is confirmed"
        assert "what it replaces is no longer counted" in text(press(world.gita, seen, "confirm"))
        assert live() == [("P82001", 0)]
        assert "none are held that it would replace" in text(self.offer(world.gita, period="2026-09", org="P82001"))
        assert live() == [("P82001", 0)]
        assert not waiting_files()

    def test_is_told_apart_by_its_name(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row())), "confirm")
        assert "0 rows: replaces" in text(self.offer(world.gita, "return_P82001_September 2026.csv"))

    def test_asks_which_slice_is_meant_and_changes_nothing(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row())), "confirm")
        before = live()
        assert "To empty a period, say which" in text(self.offer(world.gita))
        assert "say whose" in text(self.offer(world.gita, period="2026-09"))
        assert "is not a period" in text(self.offer(world.gita, period="last month"))
        assert "outside what you may load: RAL" in text(self.offer(world.gita, period="2026-09", org="RAL"))
        assert live() == before
        assert not waiting_files()

    def test_compares_again_when_somebody_was_faster(self, world: World) -> None:
        press(world.gita, send(world.gita, return_csv(return_row(headcount=6))), "confirm")
        mine = self.offer(world.gita, period="2026-09", org="P82001")
        press(world.hana, send(world.hana, return_csv(return_row(headcount=5))), "confirm")
        again = press(world.gita, mine, "confirm")
        assert "changed since this file was compared" in text(again)
        press(world.gita, again, "confirm")
        assert live() == [("P82001", 0)]


@pytest.mark.django_db(transaction=True)
class TestLargeFile:
    def test_is_checked_by_a_worker_and_waits_for_a_decision(self, world: World, monkeypatch: Any) -> None:
        monkeypatch.setattr(upload, "AT_ONCE_BYTES", 0)
        seen = send(world.gita, return_csv(return_row()))
        assert "Waiting" in text(seen)
        assert world.hana.get(seen.request["PATH_INFO"]).status_code == 404
        run_worker(wait=False)
        fragment = world.gita.get(seen.request["PATH_INFO"], headers={"HX-Request": "true"})
        load = Load.objects.get()
        assert f"/data/loads/{load.key}/" in text(fragment)
        assert "<html" not in text(fragment)
        assert load.state == "staged"
        press(world.gita, world.gita.get(f"/data/loads/{load.key}/"), "confirm")
        assert live()

    def test_that_cannot_be_read_says_so_in_the_page(self, world: World, monkeypatch: Any) -> None:
        monkeypatch.setattr(upload, "AT_ONCE_BYTES", 0)
        seen = send(world.gita, SimpleUploadedFile("a.csv", b"one,two\n1,2\n"))
        run_worker(wait=False)
        assert "has columns that no source has" in text(world.gita.get(seen.request["PATH_INFO"]))
        assert not waiting_files()
