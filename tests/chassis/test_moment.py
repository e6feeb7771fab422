"""A request that only reads asks once; whatever writes asks each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from wholetime.chassis import api
from wholetime.chassis.models import Account, Membership
from wholetime.chassis.queries.access import access_roots
from wholetime.chassis.queries.moment import forget_moment, once_a_moment, one_moment
from wholetime.chassis.queries.tree import tree, tree_version
from wholetime.chassis.web.moment import moment_of_reading


@pytest.fixture
def count() -> Callable[[str], int]:
    times: list[str] = []

    @once_a_moment
    def asked(what: str) -> int:
        times.append(what)
        return len(times)

    return asked


def test_each_question_is_asked_once_in_a_moment_and_anew_in_the_next(count: Callable[[str], int]) -> None:
    assert [count("a"), count("a")] == [1, 2], "outside there is no moment"
    with one_moment():
        assert [count("a"), count("b"), count("a")] == [3, 4, 3]
        forget_moment()
        assert count("a") == 5
    with one_moment():
        assert count("a") == 6


@pytest.mark.parametrize(("method", "answers"), [("GET", [1, 1]), ("HEAD", [1, 1]), ("POST", [1, 2]), ("PUT", [1, 2])])
def test_only_requests_that_read_are_one_moment(count: Callable[[str], int], method: str, answers: list[int]) -> None:
    found: list[int] = []

    def view(_: object) -> HttpResponse:
        found.extend([count("a"), count("a")])
        return HttpResponse()

    moment_of_reading(view)(RequestFactory().generic(method, "/"))
    assert found == answers


def test_a_membership_that_ends_is_gone_in_the_next_request(asha: Account) -> None:
    with one_moment():
        assert access_roots(asha) == ("QOP",)
    Membership.objects.filter(account=asha).update(end=date(2021, 1, 1))
    with one_moment():
        assert access_roots(asha) == ()


def test_a_tree_changed_in_the_middle_is_read_as_it_is(asha: Account) -> None:
    with one_moment():
        before = tree_version()
        api.open_organisation("RNEW", "organisation", "New", parent="QOP", on=None, sector="nhs_trust")
        assert "RNEW" in tree().nodes["code"].to_list()
        assert tree_version() != before, "the moment is forgotten with it"
