"""Whom to invite, to what, and where."""

from __future__ import annotations

from typing import Any

from django import forms

from wholetime.chassis.models.account import Role
from wholetime.chassis.queries.access import memberships_today
from wholetime.chassis.queries.invitations import GIVES, administered, may_give
from wholetime.chassis.queries.organisations import nodes
from wholetime.chassis.web.place_words import place_meant


class InvitationForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    place = forms.CharField(
        label="Area or organisation",
        max_length=200,
        help_text="Its code or its name. The person will see it and all below it.",
    )
    role = forms.ChoiceField(label="Role")

    def __init__(self, account: Any, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.account = account
        roots = administered(account)
        self.fields["role"].choices = _roles(account, roots)  # type: ignore[attr-defined]
        if len(roots) == 1:
            self.fields["place"].initial = nodes(roots)[0].name

    def clean_place(self) -> str:
        """The code of the one organisation meant."""
        return place_meant(self.cleaned_data["place"], administered(self.account), "administer")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        place, role = asked.get("place"), asked.get("role")
        if place and role and not may_give(self.account, place, role):
            self.add_error("role", "You may not give this role there.")
        return asked


def _roles(account: Any, roots: tuple[str, ...]) -> list[tuple[str, str]]:
    given = {role for root, held in memberships_today(account) if root in roots for role in GIVES.get(held, ())}
    return [(role.value, role.label) for role in Role if role in given]
