"""Neighbourhood teams under a viewpoint: practices, networks, and everyone else's people who work there."""

from __future__ import annotations

from collections.abc import Callable

from wholetime.chassis.api import Scope, codes_under, lineage
from wholetime.dataset.api import figures_for, group_titles
from wholetime.insight.engine.neighbourhoods import Lists, Post, Team, absent, alone, lines
from wholetime.insight.engine.reference import reference
from wholetime.insight.queries.areas import best_by, newest, up_to
from wholetime.insight.queries.asking import Answer, Parts, ask, part, public
from wholetime.insight.queries.kept_answers import kept_answer
from wholetime.insight.queries.viewpoint import Moment, Viewpoint
from wholetime.kernel.figure import Figure

STAFF_GROUP = "staff_group"

type Asking = Callable[[Viewpoint, str, Parts], Answer]


def neighbourhood_teams(view: Viewpoint, level: str = "neighbourhood") -> tuple[Team, ...]:
    """The team of each neighbourhood (or other kind of area, ``level``) under ``view``, by code.

    People of an employer that belongs to no single area of that kind (a trust, a council) count where they work.
    What is absent is judged against the rest of England as far as its sources are public.
    """
    everyone = view.without_filters()
    patients = newest(_asked(ask, everyone, "patients", (level,)), level)
    posts = _posts(everyone, level)
    headcounts = _headcounts(everyone, level)
    groups, roles = _groups_listed(everyone, level), _roles_listed(everyone, level)
    return tuple(
        Team(
            neighbourhood=code,
            patients=patients.get(code),
            lines=lines(code, posts[code], patients.get(code)),
            alone=alone(headcounts.get(code, ())),
            absent=(*absent(code, groups), *absent(code, roles)),
        )
        for code in sorted(posts)
    )


def _posts(view: Viewpoint, level: str) -> dict[str, list[Post]]:
    """The posts of each area, in the order of staff groups."""
    order = {group: at for at, group in enumerate(group_titles())}
    found: dict[str, list[Post]] = {}
    for area, post in sorted(
        (*_employed_here(view, level), *_placed_here(view, level)), key=lambda one: order.get(one[1].group, len(order))
    ):
        found.setdefault(area, []).append(post)
    return found


def _employed_here(view: Viewpoint, level: str) -> list[tuple[str, Post]]:
    names = (level, "org", "sector", STAFF_GROUP)
    found = best_by(_asked(ask, view, "wte", names), names)
    return [(area, Post(org, sector, group, figure)) for (area, org, sector, group), figure in found.items()]


def _placed_here(view: Viewpoint, level: str) -> list[tuple[str, Post]]:
    """Staff of employers that lie in no area of this kind, by the area they work in."""
    day = view.month.end if view.month is not None else view.moment[2]
    area_of = dict(lineage(day).select("code", level).iter_rows())
    inside = set(codes_under([view.node.code], day))
    names = ("worked_at", "org", "sector", STAFF_GROUP)
    placed = best_by(up_to(_worked(view.moment, view.rights, names, view.month is not None), view), names)
    return [
        (area, Post(org, sector, group, figure))
        for (at, org, sector, group), figure in placed.items()
        if (area := area_of.get(at)) is not None and area in inside and area_of.get(org) is None
    ]


@kept_answer
def _worked(moment: Moment, rights: Scope, names: Parts, ever: bool) -> Answer:
    """WTE of everyone in ``rights`` by where they work, whoever employs them."""
    return tuple(figures_for("wte", rights, by=(*names, "period") if ever else names))


def _headcounts(view: Viewpoint, level: str) -> dict[str, list[tuple[str, str, Figure]]]:
    """By area, ``(employer, role, headcount)``; staff groups for employers whose roles are not listed."""
    by_role = best_by(_asked(ask, view, "headcount", (level, "org", "role")), (level, "org", "role"))
    by_group = best_by(_asked(ask, view, "headcount", (level, "org", STAFF_GROUP)), (level, "org", STAFF_GROUP))
    with_roles = {org for _, org, _ in by_role}
    found: dict[str, list[tuple[str, str, Figure]]] = {}
    for (area, org, role), figure in [
        *by_role.items(),
        *((key, one) for key, one in by_group.items() if key[1] not in with_roles),
    ]:
        found.setdefault(area, []).append((org, role, figure))
    return found


def _groups_listed(view: Viewpoint, level: str) -> Lists:
    """Which staff groups of practices each area has anybody in. A rate without a value has no WTE to divide by."""
    names = (level, STAFF_GROUP)
    return _lists(view, lambda asking: best_by(_asked(asking, view, "patients_per_wte", names), names))


def _roles_listed(view: Viewpoint, level: str) -> Lists:
    sources = reference("neighbourhoods")["role_sources"]
    names = (level, "role")

    def listed(asking: Asking) -> dict[tuple[str, ...], Figure]:
        found = _asked(asking, view, "wte", (level, STAFF_GROUP, "role", "source"))
        return best_by((one for one in found if part(one, "source") in sources), names)

    return _lists(view, listed)


def _lists(view: Viewpoint, listing: Callable[[Asking], dict[tuple[str, ...], Figure]]) -> Lists:
    """What each area under ``view`` has, and each of England that public sources tell of."""
    england = {} if view.node.synthetic else listing(public)
    held: dict[str, set[str]] = {}
    inputs: dict[object, Figure] = {}
    for (area, role), figure in {**england, **listing(ask)}.items():
        roles = held.setdefault(area, set())
        if figure.value:
            roles.add(role)
            inputs.setdefault((figure.sources, figure.period), figure)
    return Lists({area: frozenset(roles) for area, roles in held.items()}, tuple(inputs.values()))


def _asked(asking: Asking, view: Viewpoint, name: str, by: Parts) -> list[Figure]:
    return up_to(asking(view, name, by if view.month is None else (*by, "period")), view)
