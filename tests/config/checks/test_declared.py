"""Settings that contradict each other are found, each by its own check."""

from __future__ import annotations

import smtplib
from typing import Any

import pytest

from wholetime.config.checks import declared
from wholetime.config.checks.finding import Check, Level

SMTP = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "mail.example.org"}}}
PUBLIC = ["workforce.example.org"]

WRONG: tuple[tuple[Check, dict[str, Any], Level], ...] = (
    (declared.hosts_are_named, {"ALLOWED_HOSTS": ["*"]}, Level.FAULT),
    (declared.hosts_are_named, {"ALLOWED_HOSTS": ["localhost"], "BEHIND_TLS": True}, Level.FAULT),
    (declared.tls_is_ended_by_a_proxy, {"ALLOWED_HOSTS": PUBLIC, "BEHIND_TLS": False}, Level.FAULT),
    (
        declared.origins_are_ours,
        {"ALLOWED_HOSTS": PUBLIC, "BEHIND_TLS": True, "CSRF_TRUSTED_ORIGINS": ["http://workforce.example.org"]},
        Level.FAULT,
    ),
    (
        declared.origins_are_ours,
        {"ALLOWED_HOSTS": PUBLIC, "CSRF_TRUSTED_ORIGINS": ["https://evil.example.com"]},
        Level.FAULT,
    ),
    (declared.demo_is_for_this_machine, {"DEMO": True, "ALLOWED_HOSTS": PUBLIC}, Level.FAULT),
    (declared.metrics_are_closed, {"METRICS_TOKEN": "short"}, Level.FAULT),
    (declared.mail_leaves, {"SENDS_MAIL": False}, Level.WARNING),
    (
        declared.mail_leaves,
        {"SENDS_MAIL": True, "MAILERS": SMTP, "DEFAULT_FROM_EMAIL": "wholetime@localhost"},
        Level.FAULT,
    ),
)
RIGHT = {
    "ALLOWED_HOSTS": PUBLIC,
    "BEHIND_TLS": True,
    "CSRF_TRUSTED_ORIGINS": ["https://workforce.example.org"],
    "DEMO": False,
    "METRICS_TOKEN": "twenty characters or more",
    "SENDS_MAIL": True,
}


@pytest.mark.parametrize(("check", "wrong", "level"), WRONG)
def test_what_is_wrong_is_found_and_says_what_to_do(
    check: Check, wrong: dict[str, Any], level: Level, settings: Any
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)
    found = check()
    assert found.level is level
    assert found.do


@pytest.mark.parametrize("check", sorted({check for check, _, _ in WRONG}, key=lambda check: check.__name__))
def test_what_is_right_is_good(check: Check, settings: Any) -> None:
    for name, value in RIGHT.items():
        setattr(settings, name, value)
    assert check().level is Level.GOOD


def test_proxies_without_tls_have_no_effect(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BEHIND_TLS = False
    assert declared.proxies_are_counted().level is Level.GOOD
    monkeypatch.setenv("WHOLETIME_PROXIES", "2")
    assert declared.proxies_are_counted().level is Level.WARNING
    settings.BEHIND_TLS = True
    assert declared.proxies_are_counted().level is Level.GOOD


@pytest.mark.parametrize("problem", [smtplib.SMTPAuthenticationError(535, b"no: ann@example.org"), TimeoutError()])
def test_a_mail_server_that_refuses_is_a_fault(
    problem: OSError, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def open(self) -> None:
            raise problem

    settings.SENDS_MAIL, settings.MAILERS, settings.DEFAULT_FROM_EMAIL = True, SMTP, "wholetime@example.org"
    monkeypatch.setattr(declared, "_connection", Refusing)
    found = declared.mail_leaves()
    assert found.level is Level.FAULT
    assert "ann@" not in found.said
