"""Ending sessions: at once, wherever they are open."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from wholetime.chassis.models import Account
from wholetime.chassis.queries.sign_in import has_left


def end_sessions(account: Account) -> int:
    """Sign ``account`` out everywhere; how many sessions that were."""
    sessions = list(UserSession.objects.filter(user=account))
    for session in sessions:
        session.end()
    return len(sessions)


def end_sessions_of_leavers(account: Account) -> None:
    """Sign ``account`` out everywhere if nothing of what it had goes on."""
    if has_left(account):
        end_sessions(account)
