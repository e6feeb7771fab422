"""The documents keep up with the code: links lead somewhere, settings and nouns are described, engines have pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "wholetime"
DOCUMENTS = sorted(
    file for file in REPOSITORY.rglob("*.md") if not {".venv", "node_modules", "build", ".wholetime"} & set(file.parts)
)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_every_link_inside_the_project_leads_somewhere(document: Path) -> None:
    broken = [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_every_file_of_ours_named_in_a_document_exists(document: Path) -> None:
    named = re.findall(r"`((?:src|tests|docs|data|scripts|benchmarks)/[\w./-]+\.\w+)`", document.read_text())
    assert not [name for name in named if not (REPOSITORY / name).exists()]


def settings_read() -> Iterator[str]:
    for file in SOURCE.rglob("*.py"):
        yield from re.findall(r"[\"'](WHOLETIME_[A-Z_]+|DATABASE_URL)[\"']", file.read_text())


def test_every_setting_is_described() -> None:
    described = (REPOSITORY / "docs" / "settings.md").read_text()
    assert not [name for name in sorted(set(settings_read())) if f"`{name}`" not in described]


def test_every_kept_noun_is_in_the_glossary() -> None:
    words = (REPOSITORY / "GLOSSARY.md").read_text()
    ours = [
        model
        for app in ("chassis", "dataset", "insight", "forecast")
        for model in apps.get_app_config(app).get_models()
    ]
    nouns = {model.__name__ for model in ours if not model.__name__.endswith("Event")}
    assert not [noun for noun in sorted(nouns) if f"**{noun}**" not in words]


ENGINES = {
    "kernel/spc": "spc.md",
    "kernel/disclosure": "disclosure.md",
    "kernel/rates.py": "rates.md",
    "chassis/engine/tree": "organisation-tree.md",
    "chassis/engine/archive": "backup.md",
    "chassis/models/chain_triggers.py": "audit.md",
    "dataset/engine/opening": "opening.md",
    "dataset/engine/adapters": "adapters.md",
    "dataset/engine/pseudonym.py": "pseudonyms.md",
    "dataset/engine/loading": "loading.md",
    "dataset/engine/figures": "figures.md",
    "dataset/engine/synthetic": "synthetic.md",
    "dataset/engine/quality": "quality.md",
    "dataset/engine/looking.py": "looking.md",
    "roster/engine": "rostering.md",
    "insight/engine/retirement.py": "retirement.md",
    "insight/engine/resilience.py": "resilience.md",
    "insight/engine/skills.py": "skills.md",
    "insight/engine/neighbourhoods.py": "neighbourhoods.md",
    "forecast/engine/run": "forecast-runs.md",
    "roster/engine/living": "living-with-a-roster.md",
    "forecast/engine/demand": "forecast-demand.md",
    "forecast/engine/gap": "forecast-gap.md",
    "forecast/engine/supply": "forecast-supply.md",
    "forecast/engine/estimating": "forecast-supply.md",
    "forecast/engine/panel": "forecast-panel.md",
}
"""Which page of docs/methods each engine has."""


@pytest.mark.parametrize(("engine", "page"), ENGINES.items())
def test_every_engine_has_a_page_of_its_method(engine: str, page: str) -> None:
    assert (SOURCE / engine).exists()
    text = (REPOSITORY / "docs" / "methods" / page).read_text()
    assert len(text) > 800
    assert re.search(r"\blimit|does not|cannot|not protect", text, re.IGNORECASE), "a method says what it cannot do"


def test_every_page_of_method_belongs_to_an_engine() -> None:
    pages = {file.name for file in (REPOSITORY / "docs" / "methods").glob("*.md")} - {"README.md"}
    assert pages == set(ENGINES.values())


def test_no_hand_written_file_is_longer_than_four_hundred_lines() -> None:
    files = [*SOURCE.rglob("*.py"), *(REPOSITORY / "tests").rglob("*.py"), *(REPOSITORY / "scripts").rglob("*.py")]
    long = {
        str(file.relative_to(REPOSITORY)): len(file.read_text().splitlines())
        for file in files
        if "migrations" not in file.parts
    }
    assert not {name: lines for name, lines in long.items() if lines > 400}


def test_nothing_has_a_name_that_grows_without_end() -> None:
    endless = {"utils", "helpers", "services", "misc", "common"}
    assert not [file for file in SOURCE.rglob("*") if file.stem in endless]
