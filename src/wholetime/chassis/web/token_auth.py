"""`Authorization: Bearer wt_…` on REST. A bad, an expired and a withdrawn token get one and the same answer."""

from __future__ import annotations

import pghistory
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from wholetime.chassis.actions.tokens import used
from wholetime.chassis.models import Account
from wholetime.chassis.postgres.reach import act
from wholetime.chassis.queries.reach import reach_of
from wholetime.chassis.queries.tokens import token_for
from wholetime.chassis.web.budgets import spend_on_bad_token

SAFE = ("GET", "HEAD", "OPTIONS")
BAD = "This token opens nothing. Make another under “Your API tokens”."
READS = "This token may read only."
TOO_MANY = "Too many bad tokens from where you are. Wait five minutes."


class ApiToken(HttpBearer):
    """A token of one's own, made on the site under "Your API tokens"."""

    def authenticate(self, request: HttpRequest, token: str) -> Account:
        """The owner, narrowed to what the token reaches; from here on it is the request's user."""
        found = token_for(token)
        if found is None:
            # Only what failed is counted: whoever tries keys behind a hospital's address shuts no program there out.
            raise HttpError(401, BAD) if spend_on_bad_token(request) else HttpError(429, TOO_MANY)
        if request.method not in SAFE and not found.may_write:
            raise HttpError(403, READS)
        act(reach_of(found.account, found.pk))
        used(found)
        request.user = found.account
        pghistory.context(api_token=found.pk)
        return found.account
