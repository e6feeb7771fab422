"""A question put to the data held now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from wholetime.chassis.api import Scope, operator_scope
from wholetime.forecast.engine.run import Difference, History, Question, QuestionRefused, code_version
from wholetime.forecast.engine.run.compare import questions
from wholetime.forecast.models import Run
from wholetime.forecast.queries.histories import history_of
from wholetime.forecast.queries.registers import register_of
from wholetime.forecast.queries.scenarios import scenarios_of
from wholetime.forecast.queries.staff_parts import StaffPart, staff_parts


@dataclass(frozen=True)
class Wish:
    """What somebody wants forecast; whatever is left out is chosen for them: the largest part, all groups.

    ``scenario`` is one by value, ``named`` one that is kept.
    """

    part: str = ""
    method: str = ""
    groups: tuple[str, ...] = ()
    years: int = 10
    draws: int = 500
    seed: int = 1
    scenario: dict[str, Any] = field(default_factory=dict)
    named: str = ""
    register: dict[str, Any] = field(default_factory=dict)


def asked(scope: Scope, code: str, wish: Wish) -> tuple[StaffPart, Question, History]:
    """The question and the history it is asked of. Raises QuestionRefused, in words, where there is nothing to ask."""
    staff = chosen_part(staff_parts(scope, code), wish.part)
    history = history_of(scope, code, staff)
    known = {point.group for point in history.points}
    unknown = [group for group in wish.groups if group not in known]
    if unknown:
        raise QuestionRefused(f"nothing is held of {', '.join(unknown)} among {staff.title}")
    question = Question(
        scope=code,
        part=staff.code,
        method=wish.method or staff.method,
        years=wish.years,
        history=history.hash,
        code=code_version(),
        draws=wish.draws,
        seed=wish.seed,
        groups=tuple(sorted(wish.groups)),
        sources=tuple(sorted({origin.sha256 for origin in history.origins})),
        register=wish.register or register_of(code).register.as_json(),
        scenario=wish.scenario or _named(code, wish.named, staff),
    )
    return staff, question, history


def _named(code: str, name: str, staff: StaffPart) -> dict[str, Any]:
    """The scenario ``name`` of the area; nothing where none is named. Raises QuestionRefused for an unknown one."""
    if not name:
        return {}
    held = {one.name: one for one in scenarios_of(code, staff.last.year)}
    if name not in held:
        raise QuestionRefused(f"no scenario is called {name}: {', '.join(held)}")
    return held[name].scenario.as_json()


def is_made(code: str, part: str) -> bool:
    """Whether the plain question about ``part`` was answered already, from the data and with the code of now."""
    _, question, _ = asked(operator_scope(), code, Wish(part=part))
    return Run.objects.filter(question_hash=question.hash).exists()


def data_today(scope: Scope, question: Question) -> tuple[Difference, ...]:
    """How the data held now differ from those that ``question`` was asked of."""
    wish = Wish(
        part=question.part,
        method=question.method,
        groups=question.groups,
        years=question.years,
        draws=question.draws,
        seed=question.seed,
    )
    try:
        _, now, _ = asked(scope, question.scope, wish)
    except QuestionRefused as refusal:
        return (Difference("The data", "held", f"not to be asked ({refusal})"),)
    return questions(question, replace(now, register=question.register, scenario=question.scenario, code=question.code))


def chosen_part(parts: tuple[StaffPart, ...], asked_for: str) -> StaffPart:
    """The part ``asked_for`` by its code, sector or source, or else the first. Raises QuestionRefused."""
    if not parts:
        raise QuestionRefused(
            "no staff here is counted often enough to be forecast: load flows, or counts of five days"
        )
    for one in parts:
        if asked_for in ("", one.code, one.sector, one.source):
            return one
    raise QuestionRefused(f"{asked_for} is not among {', '.join(one.code for one in parts)}")
