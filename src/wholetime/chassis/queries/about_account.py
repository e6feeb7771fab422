"""What the chassis holds about somebody with an account: their rights, how and where they signed in, what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import connection

from wholetime.chassis.engine.held_parts import Part
from wholetime.chassis.models import Account, Invitation, Job, Membership, SavedView
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.invitations import state_of
from wholetime.chassis.queries.retention import keepings
from wholetime.chassis.queries.tokens import tokens_of

HERE = "written by this system"
GIVEN = "given by you or by whoever invited you"


_rooms: list[Callable[[Account], Part]] = []


def also_held(about: Callable[[Account], Part]) -> None:
    """A room above holds something about accounts as well, and tells it by ``about``."""
    if about not in _rooms:
        _rooms.append(about)


def about_account(account: Account) -> list[Part]:
    """Every part, those without rows too. Secrets are nobody's data: with them one could become somebody else."""
    return [
        _account(account),
        _memberships(account),
        _means(account),
        _sessions(account),
        _tokens(account),
        _invitations(account),
        _views(account),
        _jobs(account),
        _acts(account),
        *(about(account) for about in _rooms),
    ]


def held_part(name: str, title: str, columns: str, rows: Iterable[tuple[Any, ...]], came_from: str, rule: str) -> Part:
    """A part whose ``columns`` are words with commas between, kept by the rule called ``rule``."""
    return Part(name, title, tuple(columns.split(", ")), tuple(rows), came_from, keepings()[rule])


def _account(account: Account) -> Part:
    proved = set(EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True))
    rows = [
        ("e-mail address", account.email),
        ("name", account.name),
        ("address proved", account.email in proved),
        ("may sign in", account.is_active),
        ("last signed in", account.last_login),
    ]
    return held_part("account", "Your account", "field, value", rows, GIVEN, "accounts")


def _memberships(account: Account) -> Part:
    found = Membership.objects.filter(account=account).select_related("node").order_by("start", "pk")
    rows = [(one.get_role_display(), one.node.name, one.start, one.end) for one in found]
    came_from = "given by an administrator, or by whoever runs the installation"
    return held_part("roles", "Your roles", "role, over, from, until", rows, came_from, "accounts")


def _means(account: Account) -> Part:
    factors = Authenticator.objects.filter(user=account).order_by("pk")
    rows: list[tuple[Any, ...]] = [("password, as a hash", "", None, None)] if account.has_usable_password() else []
    rows += [
        (one.get_type_display(), str(one.data.get("name", "")), one.created_at, one.last_used_at) for one in factors
    ]
    others = SocialAccount.objects.filter(user=account).order_by("pk")
    rows += [(f"identity of {one.provider}", one.uid, one.date_joined, one.last_login) for one in others]
    columns = "what, name, since, last used"
    return held_part("sign_in_means", "How you sign in", columns, rows, "set up by you", "sign_in_means")


def _sessions(account: Account) -> Part:
    found = UserSession.objects.filter(user=account).order_by("-created_at")
    rows = [(one.created_at, one.last_seen_at, str(one.ip), one.user_agent) for one in found]
    columns = "began, last seen, network address, browser"
    return held_part("sessions", "Where you are signed in", columns, rows, HERE, "sessions")


def _tokens(account: Account) -> Part:
    rows = [
        (one.name, one.place, one.may_write, one.state, one.made_at, one.expires_at, one.last_used_at)
        for one in tokens_of(account)
    ]
    columns = "name, reaches, may change things, state, made, until, last used"
    return held_part(
        "tokens", "Your API tokens", columns, rows, "made by you, or by whoever runs the installation", "tokens"
    )


@as_operator()  # to oneself, to areas that are not yet one's own
def _invitations(account: Account) -> Part:
    found = Invitation.objects.filter(email__iexact=account.email).select_related("node").order_by("made_at")
    rows = [(one.get_role_display(), one.node.name, one.made_at, state_of(one), one.accepted_at) for one in found]
    columns = "role, over, made, state, accepted"
    return held_part("invitations", "Invitations to you", columns, rows, "an administrator of the area", "invitations")


def _views(account: Account) -> Part:
    found = SavedView.objects.filter(account=account).select_related("node").order_by("created_at")
    rows = [(one.title, one.node.name, one.path, one.created_at) for one in found]
    return held_part("saved_views", "Views that you kept", "title, area, page, kept", rows, "you", "saved_views")


def _jobs(account: Account) -> Part:
    found = Job.objects.filter(account=account).order_by("-pk")
    rows = [(one.title, one.get_state_display(), one.said, one.created_at, one.ended_at) for one in found]
    columns = "what, state, said, begun, ended"
    return held_part("jobs", "Background work that you started", columns, rows, HERE, "jobs")


@as_operator()  # the audit is shut to pages; these are one's own acts
def _acts(account: Account) -> Part:
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, [str(account.pk)])
        rows = [(at, what.removesuffix("event").split("_", 1)[-1], address) for at, what, address in cursor.fetchall()]
    columns = "when, what was changed, on which page"
    return held_part("acts", "What you changed", columns, rows, "the audit, which the database writes itself", "audit")


_ACTS = """
select at, chain, coalesce(context ->> 'url', '') from chassis_auditlink
where context is not null and context ->> 'user' = %s order by at desc, number desc
"""
