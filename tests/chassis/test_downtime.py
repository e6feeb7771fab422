"""Downtime packs: written whole, signed, kept for a while, and missed when they stop coming."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from wholetime.chassis import api
from wholetime.chassis.actions import downtime as writing
from wholetime.chassis.actions.downtime import write_packs
from wholetime.chassis.actions.read_only import close_for_writing
from wholetime.chassis.engine.exports import Section
from wholetime.chassis.engine.packs import PUBLIC, newest, runs, verify
from wholetime.chassis.engine.signing import NotAPublicKey, public_key, signing_key
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.jobs import downtime_packs
from wholetime.chassis.models import Account, PackRun
from wholetime.chassis.queries.organisations import NodeValue
from wholetime.chassis.queries.packs import (
    LATE,
    PackSection,
    pack_state,
    register_pack_section,
    unregister_pack_section,
)
from wholetime.chassis.web.banner import late_packs

pytestmark = pytest.mark.django_db
KEY = signing_key("a secret of tests").public_key()


@pytest.fixture(autouse=True)
def secret(settings: Settings) -> None:
    settings.DOWNTIME_KEY = "a secret of tests"


@pytest.fixture
def rota() -> Iterator[None]:
    """A room's section: who works tonight, one of them with a name that a spreadsheet might run."""

    def build(team: NodeValue) -> Section:
        columns = (Column("name", "Name"), Column("hours", "Hours", Kind.NUMBER))
        return Section(
            "Tonight", (Table(f"Tonight in {team.name}", columns, (("=cmd|' /C calc'!A0", 12), ("Ann", 8))),)
        )

    register_pack_section(PackSection("rota", 100, build))
    yield
    unregister_pack_section("rota")


@pytest.fixture
def broken() -> Iterator[None]:
    def build(team: NodeValue) -> Section:
        raise ZeroDivisionError

    register_pack_section(PackSection("broken", 200, build))
    yield
    unregister_pack_section("broken")


def pack_csv(folder: Path) -> str:
    found = newest(folder)
    assert found is not None
    return (found / "RMC01-DS.csv").read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("small_tree", "rota")
def test_each_team_has_its_place_its_sections_and_who_to_call(member: Callable[..., Account], tmp_path: Path) -> None:
    member("Wanda", "RMC01-DS")
    member("Otto", "RMC")
    member("Gone", "RMC", end=timezone.localdate())
    run = write_packs(tmp_path / "share", keep=3)
    assert (run.good, run.teams, run.said) == (True, 1, "")
    text = pack_csv(tmp_path / "share")
    assert text.index("What this team belongs to") < text.index("Tonight") < text.index("Who to call")
    assert text.index("Delivery suite") < text.index("Royal Bolton Hospital") < text.index("Greater Manchester")
    assert text.index("wanda@example.org") < text.index("otto@example.org")
    assert "gone@" not in text
    assert "\n'=cmd" in text
    found = newest(tmp_path / "share")
    assert found is not None
    assert (found / "RMC01-DS.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "share" / "latest.txt").read_text().strip() == found.name
    assert verify(found, KEY).faults == ()
    assert verify(found, KEY).files == 2


@pytest.mark.usefixtures("small_tree")
def test_whatever_is_changed_is_noticed(tmp_path: Path) -> None:
    write_packs(tmp_path, keep=3)
    found = newest(tmp_path)
    assert found is not None
    other = signing_key("another secret").public_key()
    assert "not signed by this installation" in verify(found, other).faults[0]
    csv, whole = found / "RMC01-DS.csv", (found / "RMC01-DS.csv").read_bytes()
    csv.write_bytes(whole + b"x")
    assert verify(found, KEY).faults == ("RMC01-DS.csv was changed",)
    csv.unlink()
    assert verify(found, KEY).faults == ("RMC01-DS.csv is missing",)
    csv.write_bytes(whole)
    (found / "RMC01-DS.csv.sig").write_bytes(bytes(64))
    assert verify(found, KEY).faults == ("RMC01-DS.csv has no genuine signature",)
    (found / "RMC01-DS.csv.sig").write_bytes(signing_key("a secret of tests").sign(whole))
    (found / "extra.pdf").touch()
    assert verify(found, KEY).faults == ("extra.pdf does not belong there",)
    (found / "extra.pdf").unlink()
    (found / "contents.json").write_text("{}")
    assert len(verify(found, KEY).faults) == 1


@pytest.mark.usefixtures("small_tree")
def test_openssl_verifies_a_pack_without_us(tmp_path: Path) -> None:
    write_packs(tmp_path, keep=3)
    found = newest(tmp_path)
    assert found is not None
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", PUBLIC, "-rawin", "-in", "RMC01-DS.pdf"]
    said = subprocess.run([*words, "-sigfile", "RMC01-DS.pdf.sig"], cwd=found, capture_output=True, text=True)
    assert (said.returncode, said.stdout.strip()) == (0, "Signature Verified Successfully")


@pytest.mark.usefixtures("small_tree", "broken")
def test_a_part_that_fails_does_not_take_the_pack_with_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    run = write_packs(tmp_path, keep=3)
    assert (run.good, run.said) == (False, "broken of RMC01-DS could not be made")
    assert "Who to call" in pack_csv(tmp_path)
    assert "This part could not be made" in pack_csv(tmp_path)
    assert any(record.levelname == "ERROR" for record in caplog.records)


@pytest.mark.usefixtures("small_tree")
def test_a_run_that_dies_leaves_the_last_one_to_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_packs(tmp_path, keep=3)
    before = newest(tmp_path)

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "as_pdf", full)
        run = write_packs(tmp_path, keep=3)
    assert (run.good, run.said) == (False, "the folder could not be written: No space left on device")
    assert newest(tmp_path) == before
    assert not list(tmp_path.glob(".writing*"))
    (tmp_path / ".writing-20260101T000000Z").mkdir()  # as after a kill
    write_packs(tmp_path, keep=3)
    assert not list(tmp_path.glob(".writing*"))


@pytest.mark.usefixtures("small_tree")
def test_the_last_few_runs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = timezone.now()
    for hours in range(4):
        monkeypatch.setattr(writing.timezone, "now", lambda hours=hours: start + timedelta(hours=hours))
        write_packs(tmp_path, keep=2)
    assert len(runs(tmp_path)) == 2
    assert newest(tmp_path) == runs(tmp_path)[-1]


@pytest.mark.usefixtures("small_tree")
def test_the_job_writes_where_the_settings_say_in_read_only_mode_too(settings: Settings, tmp_path: Path) -> None:
    downtime_packs.func(0)
    assert not PackRun.objects.exists()
    settings.DOWNTIME_FOLDER = str(tmp_path)
    close_for_writing("upkeep", patience=0)
    downtime_packs.func(0)
    assert PackRun.objects.get().good
    assert newest(tmp_path) is not None


def test_packs_that_stop_coming_are_late(installation: object, settings: Settings) -> None:
    assert pack_state().late is False
    settings.DOWNTIME_FOLDER = "/nowhere"
    assert pack_state().late is True
    now = timezone.now()
    PackRun.objects.create(started_at=now, ended_at=now, good=True, teams=3)
    PackRun.objects.create(started_at=now, ended_at=now + timedelta(hours=1), good=False, said="the share is gone")
    assert (pack_state(now + LATE).late, pack_state(now + LATE).last_said) == (False, "the share is gone")
    assert pack_state(now + LATE + timedelta(seconds=1)).late is True


def test_the_page_says_when_and_raises_the_alarm(asha: Account, client: Client, settings: Settings) -> None:
    client.force_login(asha)
    assert "no folder is set" in client.get("/downtime/").content.decode()
    settings.DOWNTIME_FOLDER = "/nowhere"
    long_ago = timezone.now() - timedelta(days=1)
    PackRun.objects.create(started_at=long_ago, ended_at=long_ago, good=True, teams=3)
    page = client.get("/downtime/").content.decode()
    assert "They are late." in page
    assert "for 3 teams" in page


def test_a_key_of_another_kind_is_refused() -> None:
    with pytest.raises(NotAPublicKey):
        public_key(b"no key")


def test_rooms_reach_the_registry_by_the_door() -> None:
    assert api.register_pack_section is register_pack_section


def test_who_administers_is_told_that_they_are_late_and_nobody_else(
    settings: Settings, member: Callable[..., Account]
) -> None:
    joan, asha = member("Joan", "QOP"), member("Asha", "QOP")
    joan.memberships.update(role="administrator")
    assert (late_packs(joan), late_packs(asha)) == (None, None), "none are wanted"
    settings.DOWNTIME_FOLDER = "/packs"
    assert "None was ever written" in str(late_packs(joan))
    assert late_packs(asha) is None
    long_ago = timezone.now() - LATE - timedelta(minutes=1)
    PackRun.objects.create(started_at=long_ago, ended_at=long_ago, good=True, teams=3)
    page = Client()
    page.force_login(joan)
    assert "Downtime packs are late" in page.get("/insight/QOP/shape/").content.decode()
    page.force_login(asha)
    assert "Downtime packs are late" not in page.get("/insight/QOP/shape/").content.decode()
    PackRun.objects.create(started_at=timezone.now(), ended_at=timezone.now(), good=True, teams=3)
    assert late_packs(joan) is None
