"""The example in the documents does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wholetime.roster.engine.formats import read_problem
from wholetime.roster.engine.problem import Roster
from wholetime.roster.engine.scoring import score

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "rostering.md"
PROBLEMS = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_there_are_examples() -> None:
    assert PROBLEMS
    assert EXAMPLES


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_in_the_documents_is_one(problem: str) -> None:
    read = read_problem(problem)
    assert {"nights running", "WTR daily rest"} <= {rule.name for rule in read.rules}
    assert [str(breach) for breach in score(read, Roster()).broken] == [
        "day 0: demand for LD on day 0 (1; must not be)",
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_runs(example: str) -> None:
    exec(compile(example, str(PAGE), "exec"), {})
