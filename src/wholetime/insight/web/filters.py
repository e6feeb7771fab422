"""The bar over every page: which month, which tree, which staff group, which sector."""

from __future__ import annotations

from wholetime.chassis.web.page import Filter
from wholetime.dataset.api import group_titles
from wholetime.insight.queries.months import months_held
from wholetime.insight.queries.viewpoint import SECTORS, Viewpoint
from wholetime.kernel.period import Period

LATEST = "Latest of each source"


def common_filters(view: Viewpoint) -> tuple[Filter, ...]:
    months = tuple((str(month), _month_text(month)) for month in months_held(view))
    trees = (("", "As they were then"), ("now", "As they are now"))
    return (
        Filter("month", "Month", (("", LATEST), *months), str(view.month) if view.month else ""),
        Filter("tree", "Organisations", trees, "now" if view.as_now else ""),
        Filter("group", "Staff group", (("", "All staff groups"), *group_titles().items()), view.group or ""),
        Filter("sector", "Sector", (("", "All sectors"), *SECTORS.items()), view.sector or ""),
    )


def _month_text(month: Period) -> str:
    return f"{month.start:%B %Y}"
