"""The questions of a return as a form of the page; what is wrong with the answers the source itself decides."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from wholetime.chassis.engine.wording import day_text
from wholetime.dataset.actions.incoming import receive
from wholetime.dataset.engine.five_minute_form import Answers, Question, ReturnForm
from wholetime.dataset.engine.loading import read_candidate

MONTHS = 12


def month_ends(today: date) -> list[date]:
    """The last twelve month ends, newest first."""
    counted = [today.year * 12 + today.month - 1 - back for back in range(1, MONTHS + 1)]
    return [date(at // 12, at % 12 + 1, calendar.monthrange(at // 12, at % 12 + 1)[1]) for at in counted]


class FiveMinuteForm(forms.Form):
    """One box for each question about each role group."""

    month = forms.TypedChoiceField(label="The numbers are as at", coerce=date.fromisoformat)

    def __init__(self, asked: ReturnForm, org: str, today: date, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.asked, self.org = asked, org
        month: Any = self.fields["month"]
        month.choices = [(day.isoformat(), day_text(day)) for day in month_ends(today)]
        self.names = {
            (group, question.field): f"g{number}_{question.field}"
            for number, group in enumerate(asked.groups)
            for question in asked.questions(group)
        }
        for group in asked.groups:
            for question in asked.questions(group):
                self.fields[self.names[group, question.field]] = _box(question)

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Each role group with its boxes, for the page."""
        return [
            (group, [self[self.names[group, question.field]] for question in self.asked.questions(group)])
            for group in self.asked.groups
        ]

    def summary(self) -> list[dict[str, str]]:
        """Every fault with the way to its box, for the top of the page."""
        return [
            {"href": f"#{self[name].id_for_label}" if name in self.fields else "", "text": str(said)}
            for name, faults in self.errors.items()
            for said in faults
        ]

    @property
    def answers(self) -> Answers:
        return {key: self.cleaned_data.get(name, "") for key, name in self.names.items()}

    @property
    def file_text(self) -> str:
        return self.asked.csv(self.org, self.cleaned_data["month"], self.answers)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "month" not in cleaned:
            return cleaned
        if not self.asked.answered(self.answers):
            first = next(iter(self.names.values()))
            self.add_error(first, "Fill in at least one role group")
            return cleaned
        for group, field, reason in self._faults():
            self.add_error(self.names.get((group, field)), _said(self.asked, group, field, reason))
        return cleaned

    def _faults(self) -> list[tuple[str, str, str]]:
        path = receive([self.file_text.encode()], "return.csv")
        try:
            refusals = read_candidate(path, settings.PSEUDONYM_KEY.encode()).refusals
        finally:
            path.unlink(missing_ok=True)
        return self.asked.faults(refusals, self.answers)


def _box(question: Question) -> forms.CharField:
    whole = question.field not in ("wte", "vacancies_wte")
    widget = forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"})
    return forms.CharField(label=question.text, help_text=question.hint, required=False, max_length=20, widget=widget)


def _said(asked: ReturnForm, group: str, field: str, reason: str) -> str:
    texts = {question.field: question.text for question in asked.questions(group)}
    return (
        f"{group}: {texts[field].lower() if field != 'wte' else 'WTE'} {reason}"
        if field in texts
        else f"{group} {reason}"
    )
