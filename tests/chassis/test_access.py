"""Whoever has no right sees nothing, and cannot tell what there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.chassis.conftest import MERGED

from wholetime.chassis import api
from wholetime.chassis.models import Account, Membership, Node
from wholetime.chassis.queries.access import memberships_today


def test_a_planner_sees_the_whole_of_her_system(asha: Account) -> None:
    assert api.access_scope(asha) == api.Scope(roots=("QOP",))
    assert api.access_node(asha, "P82001").name == "The Dunstan Partnership"
    seen = set(api.access_nodes(asha).get_column("code"))
    assert seen == {"QOP", "00T", "00V", "U00001", "P82001", "P82002", "RMC", "RMC01", "RMC01-DS"}


def test_a_narrower_scope_can_be_asked_for(asha: Account) -> None:
    scope = api.access_scope(asha, "00T")
    assert set(api.within(scope).get_column("code")) == {"00T", "U00001", "P82001", "P82002"}


@pytest.mark.parametrize("code", ["QOP", "00V", "RMC", "QMJ", "ENG", "SYN", "", "NOWHERE"])
def test_the_unknown_and_the_forbidden_look_the_same(ben: Account, code: str) -> None:
    with pytest.raises(api.NotInScope) as refusal:
        api.access_node(ben, code)
    assert str(refusal.value) == str(api.NotInScope())


def test_no_membership_is_no_sight(chloe: Account) -> None:
    assert api.access_nodes(chloe).is_empty()
    for code in (None, "QOP"):
        with pytest.raises(api.NotInScope):
            api.access_scope(chloe, code)


@pytest.mark.django_db
def test_a_stranger_sees_nothing(small_tree: None) -> None:
    assert api.access_nodes(AnonymousUser()).is_empty()
    with pytest.raises(api.NotInScope):
        api.access_scope(None, "QOP")


@pytest.mark.parametrize(
    ("start", "end", "seen"), [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True), (-9, -1, False)]
)
def test_a_membership_counts_from_its_first_day_until_the_day_it_ends(
    member: Callable[..., Account], start: int, end: int | None, seen: bool
) -> None:
    today = timezone.localdate()
    account = member("Dev", "00T", today + timedelta(start), None if end is None else today + timedelta(end))
    assert bool(api.access_roots(account)) is seen


def test_a_suspended_account_sees_nothing_even_from_an_old_session(asha: Account) -> None:
    Account.objects.filter(pk=asha.pk).update(is_active=False)
    assert api.access_roots(asha) == ()


def test_england_never_includes_the_synthetic_nation(member: Callable[..., Account]) -> None:
    seen = api.access_nodes(member("Ewa", "ENG")).get_column("code")
    assert "SYN" not in seen
    assert "RMC" in seen


def test_a_site_can_be_a_scope(member: Callable[..., Account]) -> None:
    assert set(api.access_nodes(member("Flo", "RMC01")).get_column("code")) == {"RMC01", "RMC01-DS"}


def test_roles_are_those_held_over_the_node(asha: Account, ben: Account) -> None:
    assert api.access_roles(asha, "P82001") == {"planner"}
    assert api.access_roles(ben, "RMC") == frozenset()


def test_the_operator_sees_everything(small_tree: None) -> None:
    assert {"ENG", "SYN", "RMC01-DS"} <= set(api.within(api.operator_scope()).get_column("code"))


def test_the_operator_is_the_only_one_with_everything() -> None:
    assert api.operator_scope() == api.Scope(roots=(), everything=True)
    assert str(api.NotInScope()) == "There is nothing here that you may see."


def test_a_day_asked_for_is_the_day_answered(member: Callable[..., Account]) -> None:
    ewa = member("Ewa", "ENG")
    systems = [
        dict(api.access_nodes(ewa, day).select("code", "system").iter_rows())["G6V2S"]
        for day in (MERGED - timedelta(1), MERGED)
    ]
    assert systems == ["QMJ", "Z9B2Z"]


def test_each_sees_by_rights_of_their_own(asha: Account, ben: Account) -> None:
    assert (api.access_roots(asha), api.access_roots(ben)) == (("QOP",), ("00T",))
    assert api.access_roles(asha, "NOWHERE") == frozenset()


@pytest.mark.parametrize(
    ("within", "held", "narrowed"),
    [
        (None, {("00V", "planner"), ("QOP", "planner")}, False),
        ("ENG", {("00V", "planner"), ("QOP", "planner")}, False),
        ("QOP", {("00V", "planner"), ("QOP", "planner")}, False),
        ("00V", {("00V", "planner")}, True),
        ("RMC", {("RMC", "planner")}, True),
        ("QMJ", set(), True),
    ],
)
def test_a_token_reaches_what_its_owner_does_and_no_further_than_its_place(
    asha: Account, within: str | None, held: set[tuple[str, str]], narrowed: bool
) -> None:
    Membership.objects.create(
        account=asha, node=Node.objects.get(code="00V"), role="planner", start=timezone.localdate()
    )
    asha.only_within = within
    assert set(memberships_today(asha)) == held
    assert api.is_narrowed(asha) is narrowed
    assert set(api.access_roots(asha)) == {code for code, _ in held}


def test_nobody_is_narrowed_who_has_no_token(asha: Account) -> None:
    assert api.is_narrowed(AnonymousUser()) is False


def test_an_account_that_is_not_kept_or_was_suspended_meanwhile_sees_nothing(asha: Account) -> None:
    assert api.access_roots(Account(email="nobody@example.org")) == ()
    asha.is_active = False
    assert api.access_roots(asha) == ()


@pytest.mark.parametrize("demo", [True, False])
def test_invented_people_see_something_in_the_demo_only(asha: Account, settings: Any, demo: bool) -> None:
    asha.persona, settings.DEMO = "asha", demo
    assert bool(api.access_roots(asha)) is demo


def test_one_stands_for_all_who_see_the_same(member: Callable[..., Account]) -> None:
    first, second, third = member("A", "QOP"), member("B", "QOP"), member("C", "00T")
    gone = member("D", "00V")
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    first.save()  # rewritten, so that the database keeps it after the others
    assert api.seats() == [(first, "QOP"), (third, "00T")]
    assert second not in dict(api.seats())
