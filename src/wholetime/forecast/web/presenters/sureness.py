"""How sure a forecast is: its model card, and how well the past of these staff would have been forecast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wholetime.chassis.engine.tables import Cell, Column, Table
from wholetime.chassis.engine.wording import number_text
from wholetime.chassis.web.page import Page, Section
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.run import METHODS
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.footnotes import footnote

FEW_CASES = 30
"""Below, coverage that was measured says little: one case is three points."""
UNTESTED = (
    "The past held is too short to look ahead from: a test needs five counts or more at regular times. "
    "Nobody knows yet how well forecasts of these staff come true; read the interval as the least there is."
)
TESTED = (
    "The counts were carried on from days in the past, as if the rest were not known, and set beside what came. "
    "This tests the carrying on of counts as series, which every forecast here can be held against."
)


def sureness_page(view: Viewpoint, run: RunValue) -> Page:
    card = reference("model_card")["methods"][run.question.method]
    title = f"How sure: {run.title}, {view.node.name}"
    return Page("sureness", title, card["purpose"], (_tested(run), *_card(run, card)), ())


def _tested(run: RunValue) -> Section:
    facts = {name.partition(".")[2]: values[0] for name, values in run.answer.facts if name.startswith("backtest.")}
    if "cases" not in facts:
        return Section("Tested on the past", UNTESTED)
    columns = (Column("what", "What was measured"), Column("value", "Measured"), Column("meant", "Should be"))
    table = Table("The back-test of this run", columns, tuple(_rows(facts)), source=footnote(run))
    few = ("These are few cases: the coverage measured may be many points off by chance.",)
    return Section("Tested on the past", TESTED, tables=(table,), notes=few if facts["cases"] < FEW_CASES else ())


def _rows(facts: dict[str, float]) -> Iterator[tuple[Cell, ...]]:
    for level in (80, 95):
        held = facts.get(f"coverage{level}")
        if held is not None:
            yield f"What came lay in the {level}% interval", f"{number_text(100 * held, 0)}% of cases", f"{level}%"
    if "mase" in facts:
        yield "Error beside “as it was last time” (MASE)", number_text(facts["mase"], 2), "1 is as good"
    if "crps" in facts:
        yield (
            "Error of the whole interval, on the same scale (CRPS)",
            number_text(facts["crps"], 2),
            "the lower the better",
        )
    yield "Cases: a group, from a day in the past", number_text(facts["cases"], 0), ""
    yield "Days in the past that were looked ahead from", number_text(facts["origins"], 0), ""
    yield "Counts ahead", number_text(facts["horizon"], 0), ""


def _card(run: RunValue, card: dict[str, Any]) -> Iterator[Section]:
    columns = (Column("what", "What"), Column("said", "Said"))
    origins = "; ".join(sorted({one.publication for one in run.history.origins}))
    rows = (
        ("Purpose", card["purpose"]),
        ("Method", f"{METHODS[run.question.method].title}. {card['method']}"),
        ("Needs", card["data"]),
        ("Data of this run", origins),
        ("Version of the code", run.question.code),
    )
    yield Section("Model card", tables=(Table("What it is", columns, rows, source=footnote(run)),))
    yield Section("What it cannot do", notes=tuple(card["limits"]))
    yield Section("What it is not for", notes=tuple(card["not_for"]))
    yield Section("What this run took for granted", notes=run.answer.assumed)
