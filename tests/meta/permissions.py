"""docs/permissions.csv as the tests read it, and the routes that there are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from wholetime.config.api import api

TABLE = Path(__file__).resolve().parents[2] / "docs" / "permissions.csv"
ROLES = ("director", "manager", "planner", "information lead", "administrator")
EVERYONE = ("signed out", "no role", *ROLES)
ELSEWHERE = "other scope or missing"
ANSWERS = ("yes", "sign in", "refused", "not there")
REST = "/api/v1/"


@dataclass(frozen=True)
class Row:
    """One method of one route: the answer to each role, and ``elsewhere`` where ``whose`` names somebody's thing."""

    method: str
    address: str
    what: str
    whose: str
    answers: dict[str, str]
    elsewhere: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.address}"

    @property
    def is_rest(self) -> bool:
        return self.address.startswith(REST) and self.answers["signed out"] == "sign in"

    def meant(self, role: str, whose: str) -> str:
        """The answer to ``role`` who asks for their own, somebody else's (other) or what is not there (missing)."""
        answer = self.answers[role]
        return answer if whose == "own" or answer != "yes" else self.elsewhere


@cache
def rows() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return tuple(_row(line) for line in csv.DictReader(handle))


def _row(line: dict[str, str]) -> Row:
    answers = {role: line[role] for role in EVERYONE}
    return Row(line["method"], line["address"], line["what"], line["whose"], answers, line[ELSEWHERE])


def routes() -> set[str]:
    """The address of every route there is: of pages, and of REST."""
    described = set(_described())
    pages = {"/" + route for route in every_route(get_resolver())}
    return {page for page in pages if re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", page) not in described} | described


def operations() -> set[str]:
    """Every operation of REST: ``GET /api/v1/figures``."""
    return {f"{method.upper()} {path}" for path, methods in _described().items() for method in methods}


def _described() -> dict[str, dict[str, object]]:
    return dict(api.get_openapi_schema(path_prefix=REST)["paths"])


def every_route(found: URLResolver, before: str = "") -> Iterator[str]:
    for one in found.url_patterns:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLPattern):
            yield route.removesuffix("$").removesuffix("\\Z")
        else:
            yield from every_route(one, route)
