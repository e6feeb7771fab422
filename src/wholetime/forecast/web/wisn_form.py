"""What is asked of WISN: a few lines, as they are written here or pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from wholetime.forecast.engine.demand.wisn_table import Category, NotWisn, read_wisn

EXAMPLE = """category,line,name,amount,each
,time,annual leave,35,
,time,sickness,8,
,time,other,5,
Community midwives,in post,,4,
Community midwives,activity,Antenatal contacts,10200,30
Community midwives,everybody,Records and meetings,20,
Community midwives,some,Supervision,2,153
Support workers,in post,,3,
Support workers,activity,Postnatal visits,4800,45
Support workers,everybody,Records,10,"""
"""Made up, there to be written over; its first category is the constructed example of the method."""
LONGEST = 5_000
"""Characters that fit an address, so that a page can be sent as a link; more belong to the command."""
SHOWN = 20
"""Rows at fault that are told."""


class WisnForm(forms.Form):
    """The table. ``found`` is there once it is valid."""

    lines = forms.CharField(
        label="The work of a year",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=(
            "A row for each: category, line, name, amount, each. Write here, or paste from a spreadsheet. Lines are: "
            "in post (staff), time (days a week, public holidays, annual leave, sickness, other, hours a day), "
            "activity (how many a year, minutes each), everybody (per cent of all their time), some (staff, hours a "
            "year each)."
        ),
    )

    found: tuple[Category, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, str]) -> WisnForm:
        """What a page was asked; the example where it was asked nothing."""
        return cls(given if "lines" in given else {"lines": EXAMPLE})

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        try:
            self.found = read_wisn(text)
        except NotWisn as wrong:
            said = [f"{one[:1].upper()}{one[1:]}" for one in wrong.wrong[:SHOWN]]
            raise forms.ValidationError(said) from wrong
        return text
