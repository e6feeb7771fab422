"""What a new token is for, how far it reaches, and for how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from wholetime.chassis.actions.tokens import LONGEST_NAME
from wholetime.chassis.queries.access import access_roots
from wholetime.chassis.queries.organisations import nodes
from wholetime.chassis.web.place_words import place_meant

DAYS = (7, 30, 90, 365)
PREFERRED = 90


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, help_text="The program that will use it, so that you know it again."
    )
    place = forms.CharField(
        label="Area or organisation",
        max_length=200,
        help_text="Its code or its name. The token reaches it and all below it, as far as you may see it yourself.",
    )
    days = forms.TypedChoiceField(label="Works for", coerce=int)
    may_write = forms.BooleanField(
        label="May also change things", required=False, help_text="Send files and decide about them, where you may."
    )

    def __init__(self, account: Any, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.roots = access_roots(account)
        allowed = [days for days in DAYS if days <= settings.TOKEN_DAYS] or [settings.TOKEN_DAYS]
        self.fields["days"].choices = [(days, f"{days} days") for days in allowed]  # type: ignore[attr-defined]
        self.fields["days"].initial = PREFERRED if PREFERRED in allowed else allowed[-1]
        if len(self.roots) == 1:
            self.fields["place"].initial = nodes(self.roots)[0].name

    def clean_place(self) -> str:
        """The code of the one organisation meant."""
        return place_meant(self.cleaned_data["place"], self.roots, "may see")
