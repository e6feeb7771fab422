"""Signing in with another organisation's identity: which claims count as two factors, and whose addresses to trust."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings, get_adapter
from django.http import HttpRequest

from wholetime.chassis.web.second_factor import pass_with


class IdentityAdapter(DefaultSocialAccountAdapter):
    """No account is made by an identity provider; it only says who an invited person is."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        # Those of the settings only: what is in the database could be put there by whoever writes to it.
        described = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in described.values() for app in apps]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        provider = sociallogin.provider
        claims = sociallogin.account.extra_data.get("id_token") or {}
        if sociallogin.is_existing and two_factor(claims, provider.app.settings.get("two_factor") or {}):
            pass_with(request, sociallogin.user, f"oidc:{provider.app.provider_id}")


def two_factor(claims: dict[str, Any], wanted: dict[str, list[str]]) -> bool:
    """Whether the signed ``claims`` hold a value that the provider's description counts as two factors.

    OpenID Connect Core 1.0, section 2: ``acr`` is one value, ``amr`` a list. Nothing is assumed where nothing is said.
    """
    for claim, values in wanted.items():
        said = claims.get(claim)
        if set(said if isinstance(said, list) else [said]) & set(values):
            return True
    return False


def offered_providers(request: HttpRequest) -> list[Any]:
    """Those that the sign-in page offers."""
    return list(get_adapter(request).list_providers(request))
