"""Every published file has an adapter that claims it, or a reason why none does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import REPOSITORY

from wholetime.dataset.engine.adapters import adapter_for, adapter_named
from wholetime.dataset.engine.opening import UnreadableFile, open_file

TABLE: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("published_files.yaml").read_text(encoding="utf-8")
)


def listed(path: Path) -> list[str]:
    """What the table says of ``path``: the adapters' names, or ``""`` for a file without one."""
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    found = [name for pattern, name in TABLE["adapters"].items() if plain.match(pattern)]
    return found + [""] * sum(plain.match(pattern) for pattern in TABLE["without"])


def claimed(file: Path) -> str:
    """The adapter that claims a file; ``""`` where none does, or it is no table."""
    try:
        found = adapter_for(open_file(file).layout)
    except UnreadableFile:
        return ""
    return found.name if found else ""


@pytest.mark.shared_data
def test_every_published_file_is_claimed_by_the_adapter_the_table_names(published: Path) -> None:
    files = [file for file in sorted(published.rglob("*")) if file.is_file()]
    if not files:
        pytest.skip(f"no published files in {published}")
    assert {str(file.relative_to(published)): [claimed(file)] for file in files} == {
        str(file.relative_to(published)): listed(file.relative_to(published)) for file in files
    }


@pytest.mark.parametrize("name", sorted(set(TABLE["adapters"].values())))
def test_every_adapter_of_the_table_exists(name: str) -> None:
    assert adapter_named(name) is not None


@pytest.mark.parametrize(("pattern", "why"), TABLE["without"].items())
def test_a_file_without_an_adapter_is_named_with_its_reason(pattern: str, why: Any) -> None:
    said = (REPOSITORY / "data" / "README.md").read_text(encoding="utf-8")
    assert f"`{pattern.removesuffix('*')}`" in said, "data/README.md does not name it"
    assert why
