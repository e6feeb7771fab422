"""The room's pages."""

from __future__ import annotations

from datetime import date

from django.urls import URLPattern, path, register_converter

from wholetime.dataset.web import (
    corrections,
    export,
    links,
    loads,
    looks,
    own_record,
    preview,
    quality,
    retention,
    returns,
    upload,
)


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
    path("data/corrections/", corrections.corrections, name="corrections"),
    path("data/corrections/<int:number>/", corrections.correction, name="correction"),
    path("data/links/", links.links, name="links"),
    path("data/links/<int:number>/end/", links.end, name="link_end"),
    path("data/retention/", retention.retention, name="retention"),
    path("data/retention/holds/<int:number>/lift/", retention.lift, name="hold_lift"),
    path("your-record/", own_record.own_record, name="own_record"),
    path("your-record/about-me.zip", own_record.own_record_file, name="own_record_file"),
    path("your-record/looks/", looks.own_looks, name="own_looks"),
    path("your-record/corrections/", corrections.own_corrections_page, name="own_corrections"),
    path("data/worklists/", quality.worklists, name="worklists"),
    path("data/worklists/<slug:name>/", quality.one_worklist, name="worklist"),
    path("data/worklists/<slug:name>.<slug:ending>", quality.worklist_file, name="worklist_file"),
]
