"""The five-minute return of a practice, care home or charity."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wholetime.chassis.api import NodeValue, NotInScope, Scope, access_node, within
from wholetime.chassis.engine.wording import day_text
from wholetime.dataset.actions.incoming import receive
from wholetime.dataset.actions.upload import load_upload
from wholetime.dataset.engine.five_minute_form import ReturnForm, form_for
from wholetime.dataset.queries.permits import RETURNING
from wholetime.dataset.queries.returns import HeldReturn, held_return, returning_organisations
from wholetime.dataset.web.faults import FILE_FAULTS
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import for_returners, sender_of
from wholetime.dataset.web.return_form import FiveMinuteForm, month_ends

A_PAGE = 50
LEAD = "Five numbers for each role group. What you sent last time is filled in: change what is different."


@require_GET
@for_returners
def returns(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The organisations one may send a return for; where there is one, its form."""
    rows = returning_organisations(scope)
    if rows.height == 1:
        return redirect("return_form", rows["code"][0])
    wanted = request.GET.get("q", "").strip().lower()
    shown = rows.filter(rows["name"].str.to_lowercase().str.contains(wanted, literal=True)) if wanted else rows
    pages = Paginator(shown.rows(named=True), A_PAGE)
    context = page(
        request, "Five-minute return", "returns", "Choose the practice, care home or charity you are filling it in for."
    )
    context |= {
        "shown": pages.get_page(request.GET.get("page")),
        "asked": request.GET.get("q", ""),
        "any": rows.height > 0,
    }
    return render(request, "dataset/returns.html", context | {"newest_due": month_ends(timezone.localdate())[0]})


@for_returners
def return_form(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    node, asked = _asked(request, scope, code)
    last = held_return(node.code, asked)
    today = timezone.localdate()
    form = FiveMinuteForm(
        asked, node.code, today, request.POST if request.method == "POST" else None, initial=_initial(asked, last)
    )
    if request.method == "POST" and form.is_valid():
        answer = _sent(request, node, form)
        if answer is not None:
            return answer
    context = page(request, node.name, "returns", LEAD if last else "Five numbers for each role group, once a quarter.")
    context |= {"form": form, "failed": bool(form.errors), "errors": form.summary(), "last": last, "node": node}
    context["breadcrumbs"] = [{"text": "Five-minute return", "href": reverse("returns")}]
    return render(request, "dataset/return_form.html", context)


def _asked(request: HttpRequest, scope: Scope, code: str) -> tuple[NodeValue, ReturnForm]:
    """The organisation, where this person may send for it, and its form."""
    node = access_node(request.user, code)
    asked = form_for(node.sector)
    if asked is None or node.kind != "organisation" or node.code not in within(scope)["code"]:
        raise NotInScope
    return node, asked


def _initial(asked: ReturnForm, last: HeldReturn | None) -> dict[str, str]:
    if last is None:
        return {}
    positions = {group: number for number, group in enumerate(asked.groups)}
    return {f"g{positions[group]}_{field}": text for (group, field), text in last.answers.items() if group in positions}


def _sent(request: HttpRequest, node: NodeValue, form: FiveMinuteForm) -> HttpResponse | None:
    day: date = form.cleaned_data["month"]
    path = receive([form.file_text.encode()], "return.csv")
    try:
        load_upload(path, f"five_minute_return_{node.code}_{day}.csv", sender_of(request, RETURNING))
    except FILE_FAULTS as fault:
        form.add_error(None, str(fault))
        return None
    return redirect("return_sent", node.code, day)


@require_GET
@for_returners
def return_sent(request: HttpRequest, scope: Scope, code: str, day: date) -> HttpResponse:
    """A return as it is held: the confirmation, to print and to come back to."""
    node, asked = _asked(request, scope, code)
    held = held_return(node.code, asked, day)
    if held is None:
        raise Http404
    context: dict[str, Any] = page(request, f"{node.name}: return of {day_text(day)}", "returns")
    context["breadcrumbs"] = [{"text": "Five-minute return", "href": reverse("returns")}]
    rows = [
        (group, [(question.text, held.answers.get((group, question.field), "")) for question in asked.questions(group)])
        for group in asked.groups
    ]
    return render(request, "dataset/return_sent.html", context | {"node": node, "held": held, "rows": rows})


@require_GET
@for_returners
def return_template(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    node, asked = _asked(request, scope, code)
    text = asked.empty_csv(node.code, month_ends(timezone.localdate())[0])
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="five_minute_return_{node.code}.csv"'
    return answer
