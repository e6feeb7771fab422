"""The Jinja environment: the design system's macros and our own page furniture."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from wholetime.chassis.engine import tables, wording
from wholetime.chassis.engine.charts import Chart
from wholetime.chassis.web import navigation
from wholetime.chassis.web.banner import late_packs, notice
from wholetime.chassis.web.browsers import browser_text, moment_text
from wholetime.chassis.web.drawings import drawn
from wholetime.chassis.web.identity import offered_providers
from wholetime.chassis.web.second_factor import has_passed


class Unprintable(ChainableUndefined):
    """A name nobody gave: printing it is an error, asking after it is not (the design system's macros do)."""

    def __str__(self) -> str:
        raise UndefinedError(self._undefined_message)

    def __html__(self) -> str:
        return str(self)


def environment(**options: Any) -> Environment:
    loader = options.pop("loader")
    found = Environment(
        loader=ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]),
        undefined=Unprintable,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        **{key: value for key, value in options.items() if key not in ("autoescape", "undefined")},
    )
    found.globals.update(
        static=static,
        url=reverse,
        is_demo=lambda: settings.DEMO,
        messages_of=get_messages,
        navigation=navigation.links,
        search_address=navigation.search_address,
        has_passed=has_passed,
        json_script=json_script,
        offered_providers=offered_providers,
        read_only_notice=notice,
        late_packs_notice=late_packs,
    )
    found.filters.update(_filters())
    return found


def drawing(chart: Chart) -> Markup:
    """The chart's SVG, which only our own engine wrote: every text in it was escaped there."""
    return Markup(drawn(chart))  # noqa: S704  see above


def _filters() -> dict[str, Any]:
    return {
        "value_text": wording.value_text,
        "unit_text": wording.unit_text,
        "period_text": wording.period_text,
        "day_text": wording.day_text,
        "number_text": wording.number_text,
        "counted": wording.counted,
        "coverage_text": wording.coverage_text,
        "imputed_text": wording.imputed_text,
        "withheld_text": wording.withheld_text,
        "drawing": drawing,
        "cell_text": tables.cell_text,
        "cell_key": tables.cell_key,
        "browser_text": browser_text,
        "moment_text": moment_text,
    }
