"""The room's pages."""

from __future__ import annotations

from datetime import date

from django.urls import URLPattern, path, register_converter

from wholetime.dataset.web import export, loads, looks, preview, quality, returns, upload


class DayConverter:
    """A day in an address: 2026-10-31."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns: list[URLPattern] = [
    path("data/loads/", loads.loads, name="loads"),
    path("data/loads/new/", upload.new_load, name="new_load"),
    path("data/loads/job/<int:job>/", upload.load_job, name="load_job"),
    path("data/loads/template/<slug:name>.csv", upload.template, name="load_template"),
    path("data/loads/source/<slug:name>/", loads.source, name="load_source"),
    path("data/loads/<uuid:key>/", preview.load, name="load"),
    path("data/loads/<uuid:key>/confirm/", preview.confirm, name="load_confirm"),
    path("data/loads/<uuid:key>/good-rows/", preview.keep_good, name="load_keep_good"),
    path("data/loads/<uuid:key>/discard/", preview.throw_away, name="load_discard"),
    path("data/loads/<uuid:key>/refused.xlsx", preview.refused, name="load_refused"),
    path("data/returns/", returns.returns, name="returns"),
    path("data/returns/<slug:code>/", returns.return_form, name="return_form"),
    path("data/returns/<slug:code>/template.csv", returns.return_template, name="return_template"),
    path("data/returns/<slug:code>/<day:day>/", returns.return_sent, name="return_sent"),
    path("data/quality/", quality.quality, name="quality"),
    path("data/quality/completeness/", quality.completeness, name="completeness"),
    path("data/quality/completeness.<slug:ending>", quality.completeness_file, name="completeness_file"),
    path("data/quality/returns/", quality.chase, name="chase"),
    path("data/quality/returns.<slug:ending>", quality.chase_file, name="chase_file"),
    path("data/export/", export.export, name="export"),
    path("data/export/<slug:form>.zip", export.export_file, name="export_file"),
    path("data/looks/", looks.looks, name="looks"),
    path("your-record/looks/", looks.own_looks, name="own_looks"),
    path("data/worklists/", quality.worklists, name="worklists"),
    path("data/worklists/<slug:name>/", quality.one_worklist, name="worklist"),
    path("data/worklists/<slug:name>.<slug:ending>", quality.worklist_file, name="worklist_file"),
]
