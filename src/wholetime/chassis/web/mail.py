"""The mail that is sent, all of it plain text: reference/mails.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.mail import EmailMessage

LIST = Path(__file__).parents[1] / "reference" / "mails.yaml"


def send_known(name: str, to: str, values: dict[str, Any]) -> None:
    """Send the mail called ``name`` to ``to``, its braces filled from ``values``."""
    mail = _mails()[name]
    text = mail["text"] + (_mails()["notice"]["text"] if mail.get("notice") else "")
    EmailMessage(mail["subject"], text.format_map(values), to=[to]).send()


@cache
def _mails() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(LIST.read_text(encoding="utf-8"))["mails"])
