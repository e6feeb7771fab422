"""What imports cannot see of the models: foreign keys follow the floors, and every write is audited."""

from __future__ import annotations

import pghistory
import pytest
from django.apps import apps
from django.db import models

FLOORS = ["chassis", "dataset", "insight", "forecast"]
UNAUDITED = {
    "AuditLink": "the chain over the audit itself",
    "AuditRemoval": "never changed or removed, and linked like the audit itself",
    "AuditShape": "the chain over the audit itself",
    "Descent": "worked out by the database from the parentages, which are audited",
    "DrawBlock": "there while a run is worked out; what comes of it is kept as a run, which is linked",
    "RunPlan": "as the blocks",
    "Installation": "one row, written when the database is made",
    "Job": "progress of work, overwritten many times a minute; what the work did is audited where it wrote",
    "ProjectedArea": "written once with its projection, which is audited",
    "PackRun": "written once with how it went, by the job itself",
    "Look": "never changed or removed, and linked like the audit itself",
    "UnusualLooking": "never changed or removed, and linked like the audit itself",
    "RegisterVersion": "never changed or removed, and linked like the audit itself",
    "Run": "never changed or removed, and linked like the audit itself",
    "ScenarioVersion": "never changed or removed, and linked like the audit itself",
    "Slice": "written once with its load; what replaced it is kept in the row",
    "Refusal": "written once with its load",
}
"""Models without an event table, each with the reason."""


def ours() -> list[type[models.Model]]:
    found = [model for app in FLOORS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not issubclass(model, pghistory.models.Event)]


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_foreign_keys_point_down_or_along(model: type[models.Model]) -> None:
    floor = FLOORS.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            other = field.related_model._meta.app_label
            assert other not in FLOORS or FLOORS.index(other) <= floor


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_every_model_is_audited_or_says_why_not(model: type[models.Model]) -> None:
    events = {event.pgh_tracked_model for event in apps.get_models() if issubclass(event, pghistory.models.Event)}
    assert (model in events) != (model.__name__ in UNAUDITED)


def test_every_reason_for_not_auditing_is_still_needed() -> None:
    assert not set(UNAUDITED) - {model.__name__ for model in ours()}
