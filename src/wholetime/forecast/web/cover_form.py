"""What is asked about cover: arrivals, how long each takes, and how long anybody may wait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from django import forms

from wholetime.forecast.engine.demand.covering import DAY, Asked, NoCover
from wholetime.forecast.engine.demand.working_time import WorkingTime

EXAMPLE = {
    "arrivals": "3 2.5 2 1.8 1.8 2 2.5 4 6 8 9 9.5 9 9 8.5 8.5 8.5 9 9 8.5 8 7 5.5 4",
    "minutes": "30",
    "kind": "wait",
    "wait": "15",
    "within": "95",
    "staff": "1",
    "weekly": "37.5",
    "away": "22",
    "mode": "uplift",
}
"""A day of an emergency department, made up: there to be written over."""
MOST = 4_000
"""Characters of a list of arrivals; 168 numbers take fewer."""


class CoverForm(forms.Form):
    """A question of cover. ``asked`` and ``time`` are there once it is valid."""

    arrivals = forms.CharField(
        label="Arrivals in each hour",
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="24 numbers from midnight on, or 168 from Monday midnight on; one number where all hours are alike.",
    )
    minutes = forms.FloatField(label="Minutes of staff time for each", min_value=1, max_value=10_080)
    kind = forms.ChoiceField(
        label="May they wait?",
        choices=[("wait", "Yes, for a while"), ("at_once", "No: everybody who is there is cared for at once")],
    )
    wait = forms.FloatField(label="Longest wait, minutes", min_value=0, max_value=1_440, required=False)
    within = forms.FloatField(
        label="Kept for this share, %", min_value=50, max_value=99.9, help_text="Of those who come; or of the time."
    )
    staff = forms.FloatField(
        label="Staff for each person at once",
        min_value=0.1,
        max_value=10,
        required=False,
        help_text="Where nobody may wait: 1 for care one to one, 1.2 where some need two.",
    )
    weekly = forms.DecimalField(label="Paid hours a week of one WTE", min_value=1, max_value=60, decimal_places=2)
    away = forms.DecimalField(label="Leave, sickness and training, %", min_value=0, max_value=60, decimal_places=1)
    mode = forms.ChoiceField(
        label="That percentage is",
        choices=[("uplift", "added to the hours (uplift)"), ("headroom", "of paid time (headroom)")],
    )

    asked: Asked
    time: WorkingTime

    @classmethod
    def of(cls, given: Mapping[str, str]) -> CoverForm:
        """What a page was asked; the example where it was asked nothing."""
        return cls({**EXAMPLE, **given} if "arrivals" not in given else given)

    def clean_arrivals(self) -> tuple[float, ...]:
        text = [one for one in re.split(r"[\s,;]+", self.cleaned_data["arrivals"]) if one]
        try:
            found = tuple(float(one) for one in text)
        except ValueError as wrong:
            raise forms.ValidationError("Numbers with spaces between them, please") from wrong
        return found * DAY if len(found) == 1 else found

    def clean(self) -> dict[str, object]:
        held = self.cleaned_data
        if self.errors:
            return held
        try:
            self.asked = Asked(
                held["arrivals"],
                held["minutes"] / 60,
                held["within"] / 100,
                (held["wait"] or 0.0) / 60,
                held["kind"] == "at_once",
                (held["staff"] or 1.0) if held["kind"] == "at_once" else 1.0,
            )
        except NoCover as wrong:
            raise forms.ValidationError(f"{str(wrong)[:1].upper()}{str(wrong)[1:]}.") from wrong
        self.time = WorkingTime(held["weekly"], held["away"] / Decimal(100), held["mode"])
        return held
