"""Staff groups as people name them."""

from __future__ import annotations

from wholetime.dataset.engine.staff_groups import staff_groups
from wholetime.dataset.queries.figures.ask import BadAsk


def group_named(text: str) -> str:
    """The code of the staff group that ``text`` names: a code, a title or any source's label. Raises BadAsk."""
    wanted = text.casefold().strip()
    for group in staff_groups().values():
        labels = {label for source in group.labels.values() for label in source}
        if wanted in {name.casefold() for name in (group.code, group.title, *labels)}:
            return group.code
    raise BadAsk(f"there is no staff group {text!r}; there are {', '.join(staff_groups())}")


def group_titles() -> dict[str, str]:
    """Code → title, in the order to show them in."""
    return {group.code: group.title for group in staff_groups().values()}
