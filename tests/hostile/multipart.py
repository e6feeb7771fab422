"""Sending a file under a name that no well-behaved browser, nor Django's test client, would send."""

from __future__ import annotations

from typing import Any

from django.test import Client


def send_named(client: Client, path: str, name: str, content: bytes, follow: bool = False) -> Any:
    """POST ``content`` as the field ``file``, its name put into the header just as it is."""
    head = (
        f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    )
    body = head.encode(errors="replace") + content + b"\r\n--limit--\r\n"
    return client.post(path, body, content_type="multipart/form-data; boundary=limit", follow=follow)
