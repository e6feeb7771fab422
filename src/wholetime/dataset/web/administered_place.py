"""A form about a place of whoever administers it."""

from __future__ import annotations

from typing import Any

from django import forms

from wholetime.chassis.web.place_words import place_meant


class AdministeredPlaceForm(forms.Form):
    """``roots`` are the areas that its reader administers: a place anywhere else is refused."""

    place = forms.CharField(label="Area or organisation", max_length=200, help_text="Its code or its name.")

    def __init__(self, roots: tuple[str, ...], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.roots = roots

    def clean_place(self) -> str:
        """The code of the one place meant."""
        return place_meant(self.cleaned_data["place"], self.roots, "administer")
