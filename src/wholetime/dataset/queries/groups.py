"""Staff groups as people name them."""

from __future__ import annotations

from collections.abc import Iterable

from wholetime.dataset.engine.staff_groups import StaffGroup, groups_called, groups_like, staff_groups
from wholetime.dataset.queries.figures.ask import BadAsk


def group_named(text: str) -> str:
    """The code of the staff group that ``text`` names: a code, a title or any source's label, whatever its case.

    Raises BadAsk, naming the groups it is like, or those that a label may mean.
    """
    called = groups_called(text)
    if len(called) == 1:
        return called[0].code
    if called:
        raise BadAsk(f"{text!r} may be any of {_listed(called)}: say which")
    near = groups_like(text)
    if near:
        raise BadAsk(f"there is no staff group {text!r}; did you mean {_listed(near)}?")
    raise BadAsk(f"there is no staff group {text!r}; there are {_listed(staff_groups().values())}")


def _listed(groups: Iterable[StaffGroup]) -> str:
    return ", ".join(f"{group.code} ({group.title})" for group in groups)


def group_titles() -> dict[str, str]:
    """Code → title, in the order to show them in."""
    return {group.code: group.title for group in staff_groups().values()}
