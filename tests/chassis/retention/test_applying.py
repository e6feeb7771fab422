"""The rules applied: what is due goes and nothing else, each rule for itself, held things stay, counts are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import cache
from django.db import connection, connections
from django.utils import timezone
from tests.chassis.audit.test_chain import run

from wholetime.chassis import jobs as work
from wholetime.chassis.actions import retention as acting
from wholetime.chassis.actions.invitations import invite_by_mail
from wholetime.chassis.actions.read_only import close_for_writing
from wholetime.chassis.actions.retention import Removal, apply_retention, due_now, register_retention, removal_of
from wholetime.chassis.models import Account, ApiToken, Invitation, Job, LegalHold, Node, PackRun, RetentionRun
from wholetime.chassis.queries.audit import verify
from wholetime.chassis.queries.kept_files import KEEPING

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=500)
RULES = ("sessions", "failed_sign_ins", "invitations", "tokens", "jobs", "downtime_packs")


def due(**named: Any) -> dict[str, int]:
    return {one.keeping.rule: one.due for one in due_now(**named) if one.keeping.rule in RULES}


def applied() -> dict[str, int]:
    return {one.keeping.rule: one.removed for one in apply_retention() if one.keeping.rule in RULES}


def _sessions(account: Account) -> None:
    for key, seen in (("old", NOW - timedelta(days=3)), ("new", NOW)):
        UserSession.objects.create(
            user=account, ip="10.1.2.3", session_key=key, user_agent="A browser", last_seen_at=seen
        )


def _counters(_: Account) -> None:
    cache.set("tries:old", 3, 100)
    cache.set("tries:new", 3, 100)
    cache.set("for-good", 3, None)
    run("update chassis_counter set expires = now() - interval '2 days' where cache_key like '%%tries:old'")


def _invitations(account: Account) -> None:
    for number in range(3):
        invite_by_mail(None, f"new{number}@example.org", "QOP", "manager")
    old, accepted, _ = Invitation.objects.order_by("pk")
    Invitation.objects.filter(pk=old.pk).update(made_at=LONG_AGO, expires_at=LONG_AGO + timedelta(hours=72))
    Invitation.objects.filter(pk=accepted.pk).update(accepted_at=NOW - timedelta(days=10))


def _tokens(account: Account) -> None:
    node = Node.objects.get(code="QOP")
    for number, expires in enumerate((LONG_AGO + timedelta(days=30), NOW - timedelta(days=30), NOW)):
        made = ApiToken(account=account, name="Rota", node=node, secret_hash=str(number), expires_at=expires)
        made.expires_at = NOW + timedelta(days=1)
        made.save()
        ApiToken.objects.filter(pk=made.pk).update(made_at=LONG_AGO, expires_at=expires)


def _jobs(account: Account) -> None:
    for ended in (LONG_AGO, NOW - timedelta(days=10), None):
        Job.objects.create(account=account, title="Check a file", ended_at=ended)
    run("insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'x', 'failed')")
    run("update procrastinate_events set at = now() - interval '100 days'")
    run("insert into procrastinate_events (job_id, type, at) select id, 'failed', %s from procrastinate_jobs", LONG_AGO)


def _packs(_: Account) -> None:
    for ended in (LONG_AGO, NOW):
        PackRun.objects.create(started_at=ended, ended_at=ended, good=True)


MADE: dict[str, tuple[Callable[[Account], None], int]] = {
    "sessions": (_sessions, 1),
    "failed_sign_ins": (_counters, 1),
    "invitations": (_invitations, 1),
    "tokens": (_tokens, 1),
    "jobs": (_jobs, 2),
    "downtime_packs": (_packs, 1),
}


@pytest.mark.parametrize("rule", MADE)
def test_what_is_due_goes_and_nothing_else(asha: Account, rule: str) -> None:
    make, expected = MADE[rule]
    make(asha)
    found = due()
    assert {name: count for name, count in found.items() if count} == {rule: expected}
    assert applied()[rule] == expected
    assert not any(due().values())
    assert applied()[rule] == 0
    assert verify().faults == ()


def test_a_dry_run_changes_nothing(asha: Account) -> None:
    for make, _ in MADE.values():
        make(asha)
    before = (Invitation.objects.count(), Job.objects.count(), UserSession.objects.count())
    assert sum(due().values()) == sum(expected for _, expected in MADE.values())
    assert (Invitation.objects.count(), Job.objects.count(), UserSession.objects.count()) == before
    assert not RetentionRun.objects.exists()


def test_what_the_audit_holds_of_an_invitation_goes_with_it(asha: Account) -> None:
    _invitations(asha)
    event = apps.get_model("chassis", "InvitationEvent")
    gone = Invitation.objects.order_by("pk")[0].pk
    apply_retention()
    assert not event.objects.filter(pgh_obj_id=gone).exists()
    assert event.objects.count() == 3
    assert verify().removed == 3  # made, dated back, removed


def test_counts_are_kept_and_audited_and_never_whose(asha: Account) -> None:
    _invitations(asha)
    apply_retention()
    run_of = RetentionRun.objects.get(rule="invitations")
    assert (run_of.due, run_of.removed, run_of.good) == (1, 1, True)
    assert apps.get_model("chassis", "RetentionRunEvent").objects.filter(rule="invitations", removed=1).exists()
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(row_to_json(r)::text, '') from chassis_retentionrun r")
        assert "example.org" not in cursor.fetchone()[0]


def test_a_rule_that_fails_changes_nothing_and_holds_no_other_up(
    asha: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    _invitations(asha)
    _sessions(asha)
    genuine = removal_of("sessions")
    assert genuine is not None

    def half(asked: Any) -> int:
        genuine.remove(asked)
        raise RuntimeError("half way")

    monkeypatch.setattr(acting, "_removals", acting._removals | {"sessions": Removal("sessions", genuine.due, half)})
    outcomes = {one.keeping.rule: one for one in apply_retention()}
    assert not outcomes["sessions"].good
    assert "half way" not in outcomes["sessions"].said
    assert UserSession.objects.count() == 2
    assert outcomes["invitations"].removed == 1
    assert not RetentionRun.objects.get(rule="sessions").good


@pytest.mark.parametrize("whose", ["scope", "account"])
def test_what_is_held_stays_until_the_hold_is_lifted(asha: Account, whose: str) -> None:
    for make in (_sessions, _tokens, _jobs):
        make(asha)
    hold = LegalHold.objects.create(
        node=Node.objects.get(code="Y62"), account=asha if whose == "account" else None, reason="a claim"
    )
    assert {name: count for name, count in due().items() if count} == {"jobs": 1}, "the queue is nobody's"
    apply_retention()
    assert UserSession.objects.count() == 2
    hold.lifted_at = timezone.now()
    hold.save()
    assert applied()["sessions"] == 1


def test_a_hold_elsewhere_holds_nothing_here(asha: Account) -> None:
    _tokens(asha)
    LegalHold.objects.create(node=Node.objects.get(code="Y56"), reason="a claim")
    assert due()["tokens"] == 1


def test_rows_of_the_audit_go_with_their_age_and_never_while_something_is_held(asha: Account) -> None:
    later = NOW + timedelta(days=366 * 6)
    before = {one.keeping.rule: one.due for one in due_now(now=later)}["audit"]
    assert before > 20
    hold = LegalHold.objects.create(node=Node.objects.get(code="QOP"), reason="a claim")
    assert {one.keeping.rule: one.due for one in due_now(now=later)}["audit"] == 0
    hold.lifted_at = timezone.now()
    hold.save()
    outcomes = {one.keeping.rule: one for one in apply_retention(later)}
    assert outcomes["audit"].removed > before
    found = verify()
    assert found.faults == ()
    assert found.links > found.removed >= outcomes["audit"].removed


def test_within_a_scope_only_its_own_is_counted(asha: Account, member: Callable[..., Account]) -> None:
    elsewhere = member("Zoe", "G6V2S")
    for account in (asha, elsewhere):
        UserSession.objects.create(
            user=account, ip="10.1.2.3", session_key=account.name, last_seen_at=NOW - timedelta(days=3)
        )
    run("insert into django_session values ('a', '', %s)", LONG_AGO)
    assert due()["sessions"] == 3
    assert due(codes=frozenset({"QOP", "00T"}))["sessions"] == 1
    said = {one.keeping.rule: one.said for one in due_now(codes=frozenset({"QOP"}))}
    assert said["audit"] == "not told by area"
    assert said["sessions"] == ""


def test_the_newest_pack_stays_however_old_it_is(asha: Account, settings: Any, tmp_path: Path) -> None:
    settings.DOWNTIME_FOLDER = str(tmp_path)
    for name in ("20240101T000000Z", "20240102T000000Z", "not-a-run"):
        (tmp_path / name).mkdir()
    assert due()["downtime_packs"] == 1
    assert applied()["downtime_packs"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["20240102T000000Z", "not-a-run"]


def test_nothing_goes_while_a_backup_copies(asha: Account) -> None:
    _sessions(asha)
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock_shared(%s)", [KEEPING])
        outcomes = {one.keeping.rule: one for one in apply_retention()}
        assert (outcomes["sessions"].due, outcomes["sessions"].removed) == (1, 0)
        assert outcomes["sessions"].said == acting.COPYING
        assert UserSession.objects.count() == 2
    finally:
        other.close()
    assert applied()["sessions"] == 1


def test_the_nightly_job_applies_them_and_waits_in_read_only_mode(asha: Account) -> None:
    _sessions(asha)
    close_for_writing("upkeep", patience=0)
    work.retention(0)
    assert UserSession.objects.count() == 2
    run("update chassis_installation set read_only_since = null")
    work.retention(0)
    assert UserSession.objects.count() == 1


def test_a_rule_that_nobody_knows_to_apply_is_no_silence(asha: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "_removals", {})
    assert {one.good for one in apply_retention()} == {False}
    register_retention(Removal("jobs", lambda asked: 0, lambda asked: 0))
    assert {one.keeping.rule for one in apply_retention() if one.good} == {"jobs"}
