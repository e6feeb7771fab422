"""Every parser, given anything: an answer or its own refusal, never another error."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dataset.web.small_world import HEADINGS, STAFF_HEADINGS, World
from tests.hostile.bombs import sheet, strings, xlsx

from wholetime.chassis.actions.organisation_list import COLUMNS, ListRefused, load_organisations
from wholetime.config import identity
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.engine.five_minute_form import form_for
from wholetime.dataset.engine.loading import read_candidate
from wholetime.dataset.engine.opening import UnreadableFile
from wholetime.dataset.engine.opening.open import read_bytes
from wholetime.dataset.web.faults import FILE_FAULTS
from wholetime.kernel.period import PeriodError, parse_period

KEY = b"a key of sufficient length for tests of parsers"
ANYTHING = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["\0", "\x1b[2J", "‮", "=1+1", "9" * 400, "-0", "1e999", "NaN", "0x1F", "１２", "2026-02-30", "9999-12-31", "'"]
    ),
    st.sampled_from(["P82001", "Practice", "GPs", "2026-09-30", "5", "R" * 300, "00T", "SYN1", "organisation"]),
)
QUICK = settings(max_examples=150, suppress_health_check=list(HealthCheck))
SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def csv_of(heading: str | list[str], rows: list[list[str]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(heading.split(",") if isinstance(heading, str) else heading)
    writer.writerows(rows)
    return written.getvalue().encode(errors="replace")


@given(st.one_of(ANYTHING, st.from_regex(r"[0-9/-]{1,24}", fullmatch=True)))
def test_a_period(text: str) -> None:
    with suppress(PeriodError):
        assert str(parse_period(text))


@given(st.text(alphabet="\",;\t\n\r a1\\'\ufeff\u2028\x0b\x85", max_size=200), st.sampled_from(["utf-8", "utf-16"]))
@QUICK
def test_a_delimited_file_of_awkward_marks(text: str, encoding: str) -> None:
    with suppress(UnreadableFile):
        assert read_bytes("x.csv", text.encode(encoding)).frame.height


XML = st.text(alphabet="<>/=\"'&;! abcrvst019\n-?[]", max_size=120)


@given(cells=XML, names=XML, part=st.sampled_from(["sheet", "strings", "workbook", "relations"]))
@QUICK
def test_a_workbook_with_anything_in_any_part(cells: str, names: str, part: str) -> None:
    written = {"sheet": sheet(cells), "strings": strings(names), part: names}
    with suppress(UnreadableFile):
        assert read_bytes("x.xlsx", xlsx(**written)).frame.height


@given(st.lists(st.tuples(st.text(max_size=12), st.binary(max_size=60)), max_size=4))
@QUICK
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_zip_of_anything(members: list[tuple[str, bytes]]) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members:
            with suppress(UnicodeEncodeError):
                archive.writestr(name or "x", content)
    with suppress(UnreadableFile):
        read_bytes("x.zip", held.getvalue())


SHAPES = {"five_minute_return": HEADINGS, "staff list": STAFF_HEADINGS}


@pytest.mark.parametrize("shape", SHAPES)
@given(data=st.data())
@SLOW
def test_a_mapped_file_of_any_cells(tmp_path_factory: pytest.TempPathFactory, shape: str, data: st.DataObject) -> None:
    width = SHAPES[shape].count(",") + 1
    rows = data.draw(st.lists(st.lists(ANYTHING, min_size=width, max_size=width), min_size=1, max_size=3))
    file = tmp_path_factory.mktemp("any") / "any.csv"
    file.write_bytes(csv_of(SHAPES[shape], rows))
    with suppress(*FILE_FAULTS):
        found = read_candidate(file, KEY)
        assert found.refusals["row"].is_between(2, 1 + len(rows)).all()


@pytest.mark.usefixtures("world")
@given(rows=st.lists(st.lists(ANYTHING, min_size=9, max_size=9), min_size=1, max_size=3))
@SLOW
def test_a_return_of_any_cells_can_be_kept_with_its_refusals(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.csv"
    file.write_bytes(csv_of(HEADINGS, rows))
    with transaction.atomic():
        with suppress(*FILE_FAULTS):
            stage(file, keep_good=True)
        transaction.set_rollback(True)


@given(answers=st.dictionaries(st.tuples(st.sampled_from(["GPs", "Practice nurses"]), ANYTHING), ANYTHING, max_size=6))
@QUICK
def test_the_form_of_a_five_minute_return(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[tuple[str, str], str]
) -> None:
    form = form_for("general_practice")
    assert form is not None
    written = {(group, form.questions(group)[0].field): text for (group, _), text in answers.items()}
    file = tmp_path_factory.mktemp("form") / "return.csv"
    file.write_bytes(form.csv("P82001", date(2026, 9, 30), written).encode(errors="replace"))
    with suppress(*FILE_FAULTS):
        form.faults(read_candidate(file, KEY).refusals, written)


@pytest.mark.usefixtures("world")
@given(rows=st.lists(st.lists(ANYTHING, min_size=6, max_size=6), max_size=4), raw=st.none() | st.binary(max_size=80))
@SLOW
def test_a_list_of_organisations(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], raw: bytes | None
) -> None:
    file = tmp_path_factory.mktemp("list") / "organisations.csv"
    file.write_bytes(csv_of(list(COLUMNS), rows) if raw is None else raw)
    with transaction.atomic():
        with suppress(ListRefused):
            load_organisations(file)
        transaction.set_rollback(True)


SENSIBLE = {
    "code": "X1",
    "name": "A",
    "kind": "organisation",
    "parent": "00T",
    "sector": "general_practice",
    "opened": "",
}
"""A row with which nothing is wrong."""


@pytest.mark.parametrize(
    ("column", "text"),
    [("code", "X" * 21), ("name", "N" * 201), ("name", "a\0b"), ("code", "a\0b"), ("opened", "yesterday")],
)
def test_a_list_with_what_the_database_cannot_hold_is_refused_by_its_row(
    world: World, tmp_path: Path, column: str, text: str
) -> None:
    row = SENSIBLE | {column: text}
    (tmp_path / "organisations.csv").write_bytes(csv_of(list(COLUMNS), [list(row.values())]))
    with pytest.raises(ListRefused, match=r"row 1|cannot be read"):
        load_organisations(tmp_path / "organisations.csv")


def test_a_list_that_is_not_there(world: World, tmp_path: Path) -> None:
    with pytest.raises(ListRefused):
        load_organisations(tmp_path / "none.csv")


LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just("https://id.example/"))
TREE = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)
PROVIDER = st.fixed_dictionaries(
    {"id": LEAF, "name": LEAF, "server": LEAF, "client": LEAF},
    optional=dict.fromkeys(("secret", "secret_from", "trust_email", "two_factor", "scope", "ask"), TREE),
)


@given(st.one_of(TREE, st.builds(lambda found: {"providers": found}, st.lists(PROVIDER | TREE, max_size=2))))
@QUICK
def test_a_description_of_identity_providers(tmp_path_factory: pytest.TempPathFactory, described: object) -> None:
    file = tmp_path_factory.mktemp("oidc") / "providers.yaml"
    file.write_text(yaml.safe_dump(described, allow_unicode=False))
    with suppress(ImproperlyConfigured):
        identity.origins(identity.read(file))


def test_a_description_that_would_run_something_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "providers.yaml"
    file.write_text("providers: !!python/object/apply:os.system ['touch run']")
    with pytest.raises(ImproperlyConfigured):
        identity.read(file)


def test_frames_of_any_text_are_guarded_by_the_schema() -> None:
    """The checks above would pass if every file were refused: an honest one is not."""
    frame = read_bytes(
        "x.csv", csv_of(HEADINGS, [["2026-09-30", "P82001", "Practice", "GPs", "5", "4", "0", "1", "1"]])
    )
    assert frame.frame.height == 1
    assert isinstance(frame.frame, pl.DataFrame)
