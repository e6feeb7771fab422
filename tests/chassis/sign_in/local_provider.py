"""An OpenID Connect provider on this machine: discovery, authorisation code with PKCE, signed ID tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "wholetime-test", "kept-between-us"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """``claims`` is who signs in next; ``code_for(address)`` is their consent."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, Any] = {}

    def code_for(self, address: str) -> dict[str, str]:
        """What the browser brings back from ``address``, the page of consent."""
        self.asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        return {"code": "one-time-code", "state": self.asked["state"]}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = proof.decode().rstrip("=") == self.asked.get("code_challenge")
        if not right or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300} | self.claims
        token = jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "for-userinfo", "token_type": "Bearer", "id_token": token}

    def userinfo(self) -> dict[str, Any]:
        return {key: value for key, value in self.claims.items() if key not in ("acr", "amr")}


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/authorize":
            self._go_back()
            return
        self._say(self.provider.discovery() if path.endswith("openid-configuration") else self.provider.userinfo())

    def _go_back(self) -> None:
        """To a browser: consent is given, at once."""
        came = self.provider.code_for(self.path)
        self.send_response(302)
        self.send_header("Location", f"{self.provider.asked['redirect_uri']}?{urlencode(came)}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._say(self.provider.token({key: values[0] for key, values in parse_qs(body).items()}))

    def _say(self, answer: dict[str, Any] | None) -> None:
        self.send_response(200 if answer else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer or {"error": "invalid_grant"}).encode())

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Provider]:
    answers = type("Answers", (_Answers,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    provider = answers.provider = Provider(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
