"""How mail leaves: one address in the environment, made into Django's setting."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "django.core.mail.backends"
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
EXAMPLE = "smtp://user:password@mail.example.org:587"


def mailers(demo: bool) -> dict[str, Any]:
    """``WHOLETIME_EMAIL_URL`` as Django's MAILERS; without it a demo prints mail, and anything else sends none."""
    url = os.environ.get("WHOLETIME_EMAIL_URL") or ("console:" if demo else "none:")
    return {"default": _mailer(url)}


def sends_mail(demo: bool) -> bool:
    """Whether mail leads anywhere."""
    return (os.environ.get("WHOLETIME_EMAIL_URL") or ("console:" if demo else "none:")) != "none:"


def _mailer(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme in ("none", "console"):
        return {"BACKEND": f"{BACKENDS}.{'dummy' if parts.scheme == 'none' else 'console'}.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"BACKEND": f"{BACKENDS}.filebased.EmailBackend", "OPTIONS": {"file_path": parts.path}}
    if parts.scheme in PORTS and parts.hostname:
        return {"BACKEND": f"{BACKENDS}.smtp.EmailBackend", "OPTIONS": _smtp(url)}
    raise ImproperlyConfigured(f"WHOLETIME_EMAIL_URL is not understood: write {EXAMPLE}, console: or file:///folder")


def _smtp(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "host": parts.hostname,
        "port": parts.port or PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 10,  # seconds: a page waits for it
    }
