"""Mail and identity providers are read from the environment exactly, and a slip says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from wholetime.config import environment, identity, mail

GOOD = "{id: nhs, name: NHS, server: https://id.example.org, client: c, secret: s"


class TestMail:
    def test_is_printed_in_a_demo_and_goes_nowhere_else_by_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("WHOLETIME_EMAIL_URL", raising=False)
        assert mail.mailers(demo=True)["default"]["BACKEND"].endswith("console.EmailBackend")
        assert mail.mailers(demo=False)["default"]["BACKEND"].endswith("dummy.EmailBackend")
        assert (mail.sends_mail(demo=True), mail.sends_mail(demo=False)) == (True, False)

    @pytest.mark.parametrize(
        ("url", "port", "starttls", "tls"),
        [
            ("smtp://us%40er:p%3Aw@mail.example.org", 587, True, False),
            ("smtps://us%40er:p%3Aw@mail.example.org", 465, False, True),
            ("smtp+plain://us%40er:p%3Aw@mail.example.org:2525", 2525, False, False),
        ],
    )
    def test_goes_to_a_server(
        self, monkeypatch: pytest.MonkeyPatch, url: str, port: int, starttls: bool, tls: bool
    ) -> None:
        monkeypatch.setenv("WHOLETIME_EMAIL_URL", url)
        found = mail.mailers(demo=False)["default"]["OPTIONS"]
        assert (found["username"], found["password"], found["port"]) == ("us@er", "p:w", port)
        assert (found["use_tls"], found["use_ssl"]) == (starttls, tls)

    @pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "file:"])
    def test_anything_else_stops_the_start(self, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        monkeypatch.setenv("WHOLETIME_EMAIL_URL", url)
        with pytest.raises(ImproperlyConfigured, match="smtp://user"):
            mail.mailers(demo=False)


class TestProviders:
    def _read(self, tmp_path: Path, text: str) -> dict[str, object]:
        file = tmp_path / "oidc.yaml"
        file.write_text(text)
        return identity.read(file)["openid_connect"]["APPS"][0]  # type: ignore[no-any-return]

    def test_are_read_from_a_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NHS_SECRET", "from the environment")
        text = "providers: [{id: nhs, name: NHS, server: https://id.example.org, client: c, secret_from: NHS_SECRET}]"
        app = self._read(tmp_path, text)
        assert app["secret"] == "from the environment"
        assert app["settings"]["email_authentication"] is False  # type: ignore[index]
        assert app["settings"]["two_factor"] == {}  # type: ignore[index]

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("providers: 3", "no list"),
            ("- nhs", "no list"),
            ("{", "cannot be read"),
            ("providers: [{id: nhs}]", "a provider has"),
            (f"providers: [{GOOD}, colour: blue}}]", "a provider has"),
            (f"providers: [{GOOD.replace('https', 'http')}}}]", "https"),
            (f"providers: [{GOOD.replace('https:', 'file:')}}}]", "https"),
            (f"providers: [{GOOD}, two_factor: yes}}]", "acr or amr"),
            (f"providers: [{GOOD}, two_factor: {{amr: mfa}}}}]", "acr or amr"),
            (f"providers: [{GOOD}, two_factor: {{aal: [3]}}}}]", "acr or amr"),
            (f"providers: [{GOOD}, secret_from: NO_SUCH_VARIABLE}}]", "NO_SUCH_VARIABLE"),
        ],
    )
    def test_a_slip_stops_the_start(self, tmp_path: Path, text: str, why: str) -> None:
        with pytest.raises(ImproperlyConfigured, match=why):
            self._read(tmp_path, text)

    def test_forms_may_lead_there_and_nowhere_else(self, tmp_path: Path) -> None:
        file = tmp_path / "oidc.yaml"
        file.write_text(f"providers: [{GOOD}}}]")
        assert identity.origins(identity.read(file)) == ["https://id.example.org"]
        assert identity.origins(identity.as_setting([])) == []


@pytest.mark.parametrize("text", ["0", "-1", "30m", "", "1.5"])
def test_a_number_is_a_whole_one_above_nought(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("WHOLETIME_SESSION_HOURS", text)
    with pytest.raises(ImproperlyConfigured, match="WHOLETIME_SESSION_HOURS"):
        environment.above_nought("WHOLETIME_SESSION_HOURS", 12)
