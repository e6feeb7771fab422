"""A small world for pages and REST: two systems, their employers, and people with different rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from wholetime.chassis import api
from wholetime.chassis.models import Account, Installation, Membership, Node

AREAS = (
    ("ENG", "nation", "England", None),
    ("Y62", "region", "North West", "ENG"),
    ("QOP", "system", "Greater Manchester", "Y62"),
    ("QMJ", "system", "North Central London", "Y62"),
    ("00T", "place", "Bolton", "QOP"),
    ("U00001", "neighbourhood", "Breightmet Network", "00T"),
)
EMPLOYERS = (
    ("P82001", "The Dunstan Partnership", "U00001", "general_practice"),
    ("P82002", "Halliwell Surgery", "U00001", "general_practice"),
    ("AL001", "Lostock Lodge", "00T", "social_care"),
    ("CH001", "Bolton Carers", "00T", "voluntary"),
    ("RMC", "Bolton NHS Foundation Trust", "QOP", "nhs_trust"),
    ("RAL", "Royal Free London NHS Foundation Trust", "QMJ", "nhs_trust"),
)
PEOPLE = (
    ("erin", "ENG", "information"),
    ("gita", "QOP", "planner"),
    ("hana", "QOP", "information"),
    ("mo", "P82001", "manager"),
    ("dina", "QOP", "director"),
    ("ned", None, ""),
)


@dataclass(frozen=True)
class World:
    """Its people, and a browser for each: ``world.gita.get("/data/loads/")``."""

    accounts: dict[str, Account]

    def __getattr__(self, name: str) -> Client:
        client = Client()
        client.force_login(self.accounts[name])
        return client


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.HOME, settings.LAKE = tmp_path, tmp_path / "lake"  # of this test only: others run beside it
    Installation.objects.create()
    for code, kind, name, parent in AREAS:
        api.open_organisation(code, kind, name, parent=parent, on=None)
    for code, name, parent, sector in EMPLOYERS:
        api.open_organisation(code, "organisation", name, parent=parent, on=None, sector=sector)
    return World({name: _person(name, code, role) for name, code, role in PEOPLE})


def _person(name: str, code: str | None, role: str) -> Account:
    account = Account.objects.create_user(f"{name}@example.org", name=name.title())
    if code is not None:
        node = Node.objects.get(code=code)
        Membership.objects.create(account=account, node=node, role=role, start=date(2020, 1, 1))
    return account


def proved(account: Account) -> None:
    """The account's address is its owner's: they followed a link that was sent there."""
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


def waiting_files() -> list[Path]:
    """What lies in the folder of uploads."""
    folder = Path(settings.HOME) / "incoming"
    return [path for path in folder.iterdir() if path.is_file()] if folder.exists() else []


HEADINGS = (
    "Reference date,Organisation code,Organisation type,Role group,Headcount,WTE,Vacancies WTE,"
    "Leavers in 12 months,Aged 55 and over"
)


def return_csv(*rows: str, name: str = "return.csv") -> SimpleUploadedFile:
    """A file of five-minute returns; ``rows`` without the headings."""
    return SimpleUploadedFile(name, "\n".join([HEADINGS, *rows, ""]).encode())


def return_row(
    org: str = "P82001", group: str = "GPs", headcount: object = 5, day: str = "2026-09-30", wte: object = 4.5
) -> str:
    return f"{day},{org},Practice,{group},{headcount},{wte},0.5,1,1"


STAFF_HEADINGS = (
    "Effective Date,Organisation Code,Employee Number,Assignment Number,NI Number,First Name,Last Name,Date of Birth,"
    "Gender,Ethnic Origin,Occupation Code,Job Role,Assignment Category,FTE,Latest Start Date,Registration Expiry Date"
)


def staff_list(org: str = "RMC", without_ethnicity: int = 3) -> SimpleUploadedFile:
    """A staff list of ten midwives: one is coded as a nurse, and ``without_ethnicity`` do not say their ethnicity."""
    rows = [
        f"30/09/2026,{org},1000{n},1000{n}-1,QQ1234{n:02}A,Ann,Example{n},01/11/1980,Female,"
        f"{'' if n < without_ethnicity else 'A White - British'},{'N6A' if n == 0 else 'N2C'},Midwife,Permanent,0.8,"
        "17/03/2012,31/05/2027"
        for n in range(10)
    ]
    return SimpleUploadedFile("staff.csv", "\n".join([STAFF_HEADINGS, *rows, ""]).encode())
