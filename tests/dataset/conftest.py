"""One synthetic system without faults and one with, written once for all tests."""

from __future__ import annotations

import pytest
from tests.dataset.synthetic.systems import SYSTEM, Read, read_all

from wholetime.dataset.engine.synthetic import Summary, synthesise


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, list[Read]]:
    summary = synthesise(tmp_path_factory.mktemp("clean"), faults=False, **SYSTEM)  # type: ignore[arg-type]
    return summary, read_all(summary)


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, list[Read]]:
    smaller = SYSTEM | {"people": 4_000, "months": 7}
    summary = synthesise(tmp_path_factory.mktemp("faulty"), faults=True, **smaller)  # type: ignore[arg-type]
    return summary, read_all(summary)
