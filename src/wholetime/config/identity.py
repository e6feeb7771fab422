"""Who else may say who a person is: OpenID Connect providers, described in one file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.core.exceptions import ImproperlyConfigured

NEEDED = {"id", "name", "server", "client"}
KNOWN = NEEDED | {"secret", "secret_from", "trust_email", "two_factor", "scope", "ask"}
CLAIMS = {"acr", "amr"}
PLAIN = {"id", "name", "server", "client", "secret", "secret_from"}
ID = re.compile(r"[a-z0-9-]{1,40}")


def providers() -> dict[str, Any]:
    """The file named by ``WHOLETIME_OIDC`` as allauth's setting; none where it is not set."""
    file = os.environ.get("WHOLETIME_OIDC")
    return read(Path(file)) if file else as_setting([])


def read(file: Path) -> dict[str, Any]:
    """Raises ImproperlyConfigured, saying what to write, for anything that is not understood."""
    try:
        described = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: {file} cannot be read: {problem}") from problem
    if not isinstance(described, dict) or not isinstance(described.get("providers"), list):
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: {file} holds no list called providers")
    return as_setting([_app(one) for one in described["providers"]])


def origins(described: dict[str, Any]) -> list[str]:
    """Where forms may lead to (the content security policy follows a form's redirects)."""
    servers = [urlsplit(app["settings"]["server_url"]) for app in described["openid_connect"]["APPS"]]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers})


def as_setting(apps: list[dict[str, Any]]) -> dict[str, Any]:
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def _app(one: Any) -> dict[str, Any]:
    if not isinstance(one, dict) or not set(one) >= NEEDED or set(one) - KNOWN:
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: a provider has {sorted(NEEDED)}, and may have {sorted(KNOWN)}")
    if not all(isinstance(one.get(name, ""), str) for name in PLAIN) or not ID.fullmatch(one["id"]):
        raise ImproperlyConfigured(
            f"WHOLETIME_OIDC: {sorted(PLAIN)} are text, and id is small letters, digits, hyphens"
        )
    settings = {
        "server_url": _server(one),
        "uid_field": "sub",
        "email_authentication": bool(one.get("trust_email", False)),
        "verified_email": bool(one.get("trust_email", False)),
        "two_factor": _two_factor(one),
        "auth_params": _ask(one),
    }
    if "scope" in one:
        settings["scope"] = _scope(one)
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client"],
        "secret": _secret(one),
        "settings": settings,
    }


def _ask(one: dict[str, Any]) -> dict[str, Any]:
    found = one.get("ask") or {}
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: ask of {one['id']} is names with values: prompt: select_account")
    return found


def _scope(one: dict[str, Any]) -> list[str]:
    if not isinstance(one["scope"], list):
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: scope of {one['id']} is a list: [openid, email]")
    return [str(value) for value in one["scope"]]


def _server(one: dict[str, Any]) -> str:
    try:
        parts = urlsplit(one["server"])
    except ValueError as problem:
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: the server of {one['id']} is no address: {problem}") from problem
    if (parts.scheme == "https" and parts.hostname) or (
        parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    ):
        return str(one["server"])
    raise ImproperlyConfigured(f"WHOLETIME_OIDC: the server of {one['id']} is not an https address")


def _secret(one: dict[str, Any]) -> str:
    if "secret_from" not in one:
        return str(one.get("secret", ""))
    found = os.environ.get(str(one["secret_from"]))
    if not found:
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: {one['id']} takes its secret from {one['secret_from']}: set it")
    return found


def _two_factor(one: dict[str, Any]) -> dict[str, list[str]]:
    claims = one.get("two_factor") or {}
    if not isinstance(claims, dict) or set(claims) - CLAIMS or not all(isinstance(v, list) for v in claims.values()):
        raise ImproperlyConfigured(f"WHOLETIME_OIDC: two_factor of {one['id']} lists values of acr or amr: amr: [mfa]")
    return {claim: [str(value) for value in values] for claim, values in claims.items()}
