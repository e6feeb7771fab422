"""The register of identified people holds each employer's newest staff list, in whatever order lists come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wholetime.chassis.models import Node
from wholetime.dataset.actions import identities, register
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.models import Employment, Post

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = (
    "Effective Date,Organisation Code,Employee Number,Assignment Number,Date of Birth,Occupation Code,"
    "Assignment Category,FTE,First Name,Last Name,NI Number,Email Address,Team Code,Job Role,Pay Band,Latest Start Date"
)
Send = Callable[..., None]


@pytest.fixture
def send(own_lake: Path, tmp_path: Path) -> Send:
    """``send("31/01/2025", "RXA", "Ann", "Bob")`` loads a staff list of these people, named and numbered alike."""
    for code in ("RXA", "RXB"):
        Node.objects.create(code=code, kind="organisation", name=code, sector="nhs_trust", opened="2000-01-01")

    def load(day: str, org: str, *names: str, fte: str = "1.0") -> None:
        rows = [
            f"{day},{org},{name},{name}-1,01/01/1980,N6A,Permanent,{fte},{name},Example,,,,Nurse,Band 5,01/01/2020"
            for name in names
        ]
        file = tmp_path / f"{day.replace('/', '-')} {org} {fte}.csv"
        file.write_text("\n".join([HEADINGS, *rows]) + "\n")
        assert load_file(file).state == "committed"

    return load


def posts() -> set[tuple[str, str, str, float]]:
    rows = Post.objects.values_list("employment__organisation__code", "employment__employee_number", "as_of", "fte")
    return {(org, number, f"{day:%Y-%m}", float(fte)) for org, number, day, fte in rows}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_of_months_that_wait_together_the_newest_is_entered(send: Send, order: tuple[int, ...]) -> None:
    lists = {1: ("31/01/2025", "ANN"), 2: ("28/02/2025", "ANN", "BOB"), 3: ("31/03/2025", "BOB", "CAT")}
    for number in order:
        day, *names = lists[number]
        send(day, "RXA", *names)
    assert register.catch_up() == 2
    assert posts() == {("RXA", "BOB", "2025-03", 1.0), ("RXA", "CAT", "2025-03", 1.0)}
    assert identities.waiting() == []


def test_an_older_month_that_comes_later_changes_nothing(send: Send) -> None:
    send("31/03/2025", "RXA", "BOB")
    register.catch_up()
    send("31/01/2025", "RXA", "ANN")
    assert register.catch_up() == 0
    assert posts() == {("RXA", "BOB", "2025-03", 1.0)}


def test_each_employer_has_its_own_newest_month(send: Send) -> None:
    send("31/03/2025", "RXA", "BOB")
    send("31/01/2025", "RXB", "ANN")
    assert register.catch_up() == 2
    assert posts() == {("RXA", "BOB", "2025-03", 1.0), ("RXB", "ANN", "2025-01", 1.0)}


def test_of_a_month_sent_twice_the_correction_counts(send: Send) -> None:
    send("31/03/2025", "RXA", "ANN", "BOB")
    send("31/03/2025", "RXA", "BOB", fte="0.5")
    assert register.catch_up() == 1
    assert posts() == {("RXA", "BOB", "2025-03", 0.5)}


def test_who_is_no_longer_listed_keeps_no_post(send: Send) -> None:
    send("31/01/2025", "RXA", "ANN", "BOB")
    send("31/01/2025", "RXB", "DAN")
    register.catch_up()
    send("28/02/2025", "RXA", "BOB")
    register.catch_up()
    assert {(org, who) for org, who, *_ in posts()} == {("RXA", "BOB"), ("RXB", "DAN")}
    assert Employment.objects.count() == 3
