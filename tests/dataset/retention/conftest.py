"""The small world, with staff lists of two years."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.dataset.web.small_world import STAFF_HEADINGS, World, world

from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.register import catch_up

__all__ = ["world"]
Send = Callable[..., None]


def entry(day: str, org: str, number: int) -> str:
    return (
        f"{day},{org},1000{number},1000{number}-1,QQ1234{number:02}A,Ann,Example{number},01/11/1980,Female,"
        "A White - British,N2C,Midwife,Permanent,0.8,17/03/2012,31/05/2027"
    )


@pytest.fixture
def send(world: World) -> Send:
    """``send("30/09/2023", "RMC", 1, 2)`` loads a staff list of people 1 and 2, and enters it into the register."""

    def load(day: str, org: str, *numbers: int) -> None:
        file = Path(settings.HOME) / f"{org} {day.replace('/', '-')} {len(numbers)}.csv"
        file.write_text("\n".join([STAFF_HEADINGS, *(entry(day, org, number) for number in numbers), ""]))
        assert load_file(file).state == "committed"
        catch_up()
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists incoming")  # it goes at the end of a transaction, and a test is one

    return load
