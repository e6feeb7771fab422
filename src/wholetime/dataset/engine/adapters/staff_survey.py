"""Staff survey: mean score and number of answers by organisation, staff group and question."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, RawTable, Reading
from wholetime.dataset.engine.employer_lists import LICENCE, RANK
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for, recognises
from wholetime.dataset.engine.mapping.people import refuse_repeats
from wholetime.dataset.engine.shaping import measured, observations
from wholetime.dataset.engine.sift import SUPPRESSED
from wholetime.dataset.engine.staff_groups import group_labels

SOURCE = "staff_survey"
REQUIRED = ("year", "org", "group", "question", "score")


def read(raw: RawTable) -> Reading:
    """``survey_score`` and ``survey_responses`` for the calendar year; the question in ``detail``.

    A score that was withheld (``*``) stays, as withheld. The group ``All`` is the organisation's own score.
    """
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).code("org", required=True)
    headings = mapped.mapping.headings
    labels = dict(group_labels("nhs_workforce")) | dict(group_labels("counts"))
    mapped.sift.category("staff_group", headings["group"], labels, "staff group")
    mapped.sift.integer("year", headings["year"], least=2003, most=2100)
    mapped.sift.text("question", headings["question"]).decimal(
        "score", headings["score"], most=10, suppressed=SUPPRESSED
    )
    mapped.integer("responses")
    refuse_repeats(mapped, "question", "year", "org", "staff_group")
    good = _year(mapped.good()).rename({"question": "detail"})
    parts = [measured(good, "score", "survey_score")]
    if "responses" in good.columns:
        parts.append(measured(good.drop("score_status"), "responses", "survey_responses"))
    return mapped.reading(observations(parts), Table.OBSERVATION)


def _year(good: pl.DataFrame) -> pl.DataFrame:
    return good.with_columns(period_from=pl.date("year", 1, 1), period_to=pl.date("year", 12, 31))


ADAPTERS = (
    Adapter(
        name=SOURCE,
        title="Staff survey",
        publication="Staff survey results of the employer",
        licence=LICENCE,
        table=Table.OBSERVATION,
        recognise=recognises(SOURCE, REQUIRED),
        read=read,
        slice_by=("period_to", "org"),
        rank=RANK,
        restricted=True,
        cadence_days=366,
    ),
)
