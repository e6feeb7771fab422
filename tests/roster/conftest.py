"""Where the published benchmarks are, which are not in the repository: nobody states a licence for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    """The folder with ``curtois24`` and ``inrc2``, named by WHOLETIME_BENCHMARKS or beside the clone."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / "rostering"
    folder = Path(os.environ.get("WHOLETIME_BENCHMARKS") or beside)
    if not folder.is_dir():
        pytest.skip("WHOLETIME_BENCHMARKS names no folder of rostering benchmarks")
    return folder
