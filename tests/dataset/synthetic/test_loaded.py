"""One month of a synthetic system, loaded: nothing is refused, nothing real is replaced, and pages are filled."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from wholetime.chassis.api import grant, load_organisations, operator_scope
from wholetime.chassis.models import Account
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.api import figures_for
from wholetime.dataset.engine.synthetic import Summary, synthesise
from wholetime.dataset.models import Load, Slice

pytestmark = pytest.mark.usefixtures("prepared")
MONTH = {"people": 4_000, "months": 1, "until": date(2025, 10, 31), "seed": 1948}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return synthesise(tmp_path_factory.mktemp("month"), faults=False, **MONTH)  # type: ignore[arg-type]


@pytest.fixture
def loaded(written: Summary) -> Summary:
    load_organisations(written.folder / "organisations.csv")
    for file in written.files:
        assert load_file(file).state == "committed", file.name
    loads = Load.objects.all()
    assert len(loads) == len(written.files)
    assert all(one.synthetic and not one.refused_rows for one in loads)
    assert not [note for one in loads for note in one.notes if "not in the tree" in note]
    return written


def wide(summary: Summary) -> pl.DataFrame:
    path = next(file for file in summary.files if file.parent.name == "gp_return_practice_detailed")
    return pl.read_csv(path, infer_schema=False)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    assert main is not None
    return html.unescape(main[0])


def test_neighbourhoods_are_populated_and_their_pages_filled(loaded: Summary) -> None:
    rates = figures_for("patients_per_wte", operator_scope(), place="SYN", by=("neighbourhood",))
    found = {dict(one.scope.detail)["neighbourhood"]: one for one in rates}
    practices = wide(loaded).with_columns(
        pl.sum_horizontal(pl.col(f"total_{prefix}_fte").cast(pl.Float64, strict=False)
                          for prefix in ("gp", "nurses", "dpc", "admin")).alias("wte"),
        patients=pl.col("total_patients").cast(pl.Float64),
        gave=pl.col("gp_source") == "Fully provided",
    )  # fmt: skip
    whole = practices.group_by("pcn_code").agg(pl.col("patients", "wte").sum(), pl.col("gave").all()).filter("gave")
    assert len(whole) >= 6
    for network, patients, wte, _ in whole.rows():
        assert float(found[network].value or 0) == pytest.approx(patients / wte, rel=1e-4), network
    account = Account.objects.create_user("planner@example.invalid", name="Planner")
    grant(account, "SYNS", "planner")
    client = Client()
    client.force_login(account)
    teams = page(client, "/insight/SYNS/neighbourhoods/")
    assert all(f"Network {at} (synthetic)" in teams for at in range(1, 10))
    compared = re.search(r"(\d+) pairs of area and role", page(client, "/insight/SYNS/skills/?level=neighbourhood"))
    assert compared is not None
    assert int(compared[1]) > 3 * 6, "practices' groups of six networks and more"
    assert re.search(r"\b9 of 9 are ranked", page(client, "/insight/SYNS/resilience/?level=neighbourhood"))
    assert re.search(r"\b5 of 5 are ranked", page(client, "/insight/SYNS/resilience/"))


def test_a_synthetic_publication_replaces_no_real_one_of_its_period(written: Summary, tmp_path: Path) -> None:
    load_organisations(written.folder / "organisations.csv")
    synthetic = next(file for file in written.files if file.parent.name == "practice_need")
    real = tmp_path / "practice_need_2025_26.csv"
    pl.read_csv(synthetic, infer_schema=False).head(1).with_columns(Practice_Code=pl.lit("P82001")).write_csv(real)
    for first, second in ((real, synthetic), (synthetic, real)):
        load_file(first)
        load_file(second)
        live = Slice.objects.filter(adapter="practice_need", live=True)
        assert live.filter(load__synthetic=True).count() == live.filter(load__synthetic=False).count() == 10
