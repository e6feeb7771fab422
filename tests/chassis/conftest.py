"""A small tree and its cast: Asha plans Greater Manchester, Ben plans Bolton, Chloe belongs nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from wholetime.chassis import api
from wholetime.chassis.models import Account, Installation, Membership, Node

MERGED = date(2026, 4, 1)
TAKEN_OVER = date(2024, 7, 1)


@pytest.fixture
def installation(db: None) -> Installation:
    return Installation.objects.create()


@pytest.fixture
def small_tree(installation: Installation) -> None:
    """Two nations; Greater Manchester with Bolton and Bury; a London system that merged; a practice taken over."""
    for code, kind, name, parent in (
        ("ENG", "nation", "England", None),
        ("Y62", "region", "North West", "ENG"),
        ("Y56", "region", "London", "ENG"),
        ("QOP", "system", "Greater Manchester", "Y62"),
        ("QMJ", "system", "North Central London", "Y56"),
        ("Z9B2Z", "system", "North West and North Central London", "Y56"),
        ("00T", "place", "Bolton", "QOP"),
        ("00V", "place", "Bury", "QOP"),
        ("U00001", "neighbourhood", "Breightmet Network", "00T"),
        ("SYN", "nation", "Synthetic", None),
    ):
        api.open_organisation(code, kind, name, parent=parent, on=None, synthetic=code == "SYN")
    for code, name, parent, sector in (
        ("P82001", "The Dunstan Partnership", "U00001", "general_practice"),
        ("P82002", "Halliwell Surgery", "U00001", "general_practice"),
        ("RMC", "Bolton NHS Foundation Trust", "QOP", "nhs_trust"),
        ("G6V2S", "North London NHS Foundation Trust", "QMJ", "nhs_trust"),
        ("TAF", "Camden and Islington NHS Foundation Trust", "QMJ", "nhs_trust"),
    ):
        api.open_organisation(code, "organisation", name, parent=parent, on=None, sector=sector)
    api.open_organisation("RMC01", "site", "Royal Bolton Hospital", parent="RMC", on=None)
    api.open_organisation("RMC01-DS", "team", "Delivery suite", parent="RMC01", on=None)
    api.merge(["P82002"], "P82001", TAKEN_OVER)
    api.move("G6V2S", "Z9B2Z", MERGED)


@pytest.fixture
def member(small_tree: None) -> Callable[..., Account]:
    def join(name: str, code: str | None, start: date = date(2020, 1, 1), end: date | None = None) -> Account:
        account = Account.objects.create_user(f"{name.lower()}@example.org", name=name)
        if code is not None:
            node = Node.objects.get(code=code)
            Membership.objects.create(account=account, node=node, role="planner", start=start, end=end)
        return account

    return join


@pytest.fixture
def asha(member: Callable[..., Account]) -> Account:
    return member("Asha", "QOP")


@pytest.fixture
def ben(member: Callable[..., Account]) -> Account:
    return member("Ben", "00T")


@pytest.fixture
def chloe(member: Callable[..., Account]) -> Account:
    return member("Chloe", None)
