"""Settings that contradict each other, or what stands in front of the site."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail

from wholetime.config.checks.finding import Finding, fault, good, warning

LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
SHORTEST_TOKEN = 20


def hosts_are_named() -> Finding:
    """A site for others answers to its own name, and to nothing else."""
    if "*" in settings.ALLOWED_HOSTS:
        return fault("the site answers to every host name", "list the names in WHOLETIME_HOSTS")
    if settings.BEHIND_TLS and not _public_hosts():
        return fault(
            "WHOLETIME_TLS=1, but the site answers to this machine only",
            "set WHOLETIME_HOSTS to the name that people type, such as workforce.example.org",
        )
    return good(f"answers to {', '.join(settings.ALLOWED_HOSTS)}")


def tls_is_ended_by_a_proxy() -> Finding:
    """Passwords and people's data never travel in the clear."""
    if _public_hosts() and not settings.BEHIND_TLS:
        return fault(
            "the site has a public name and takes plain http",
            "put a proxy that ends TLS in front and set WHOLETIME_TLS=1; see docs/operations/deployment.md",
        )
    return good("behind a proxy that ends TLS" if settings.BEHIND_TLS else "for this machine only")


def origins_are_ours() -> Finding:
    """Forms are taken from our own https addresses only."""
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        parts = urlsplit(origin)
        if settings.BEHIND_TLS and parts.scheme != "https":
            return fault(f"forms are taken from {origin}", "write https:// in WHOLETIME_ORIGINS")
        if parts.hostname not in {host.lstrip(".") for host in settings.ALLOWED_HOSTS}:
            return fault(
                f"forms are taken from {origin}, which is not in WHOLETIME_HOSTS",
                "take it out of WHOLETIME_ORIGINS, or add its name to WHOLETIME_HOSTS",
            )
    return good("forms come from our own addresses")


def proxies_are_counted() -> Finding:
    """Without TLS nobody is believed to be a proxy."""
    if os.environ.get("WHOLETIME_PROXIES") and not settings.BEHIND_TLS:
        return warning("WHOLETIME_PROXIES has no effect without WHOLETIME_TLS=1", "set both, or neither")
    return good("agrees with WHOLETIME_TLS")


def demo_is_for_this_machine() -> Finding:
    """Whoever reaches a demo can be anybody in it."""
    if settings.DEMO and (_public_hosts() or "EMBEDDED" not in settings.DATABASES["default"]):
        return fault("a demo lets anybody sign in as anybody", "unset WHOLETIME_DEMO, WHOLETIME_HOSTS or DATABASE_URL")
    return good("a demo on this machine" if settings.DEMO else "not a demo")


def metrics_are_closed() -> Finding:
    """A token that can be guessed is none."""
    token = settings.METRICS_TOKEN
    if token and len(token) < SHORTEST_TOKEN:
        return fault("WHOLETIME_METRICS_TOKEN is short", f"give it {SHORTEST_TOKEN} characters or more")
    return good("with a token" if token else "for this machine only")


def mail_leaves() -> Finding:
    """Whether a mail server takes our word; nothing is sent."""
    if not settings.SENDS_MAIL:
        return warning(
            "no mail is sent: people cannot reset a password by themselves",
            "set WHOLETIME_EMAIL_URL, or go on inviting with `wholetime invite`",
        )
    mailer = settings.MAILERS["default"]
    if not mailer["BACKEND"].endswith("smtp.EmailBackend"):
        return good("mail goes to a console or a folder")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return fault("mail would come from localhost, and be refused", "set WHOLETIME_EMAIL_FROM")
    return _server_answers(mailer["OPTIONS"]["host"])


def _server_answers(host: str) -> Finding:
    try:
        connection = _connection()
        connection.open()
        connection.close()
    except OSError as problem:  # every error of SMTP is one
        said = f"{host} does not take our mail: {type(problem).__name__}"
        return fault(said, "look at host, port, user and password in WHOLETIME_EMAIL_URL, and at the firewall")
    return good(f"{host} answers")


def _connection() -> Any:
    return mail.mailers["default"]


def _public_hosts() -> set[str]:
    return set(settings.ALLOWED_HOSTS) - LOCAL - {"testserver"}
