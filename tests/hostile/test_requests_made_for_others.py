"""Making the server fetch: no file, page or description makes it open a connection that its settings do not name."""

from __future__ import annotations

import io
import socket
import zipfile
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.dataset.web.small_world import World
from tests.hostile.bombs import MAIN, sheet, strings, xlsx

from wholetime.config import identity
from wholetime.dataset.engine.opening import UnreadableFile
from wholetime.dataset.engine.opening.open import read_bytes

INSIDE = [
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "http://localhost@169.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "http://0.0.0.0/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://id.example/",
    "//id.example/",
    "javascript:alert(1)",
    "",
]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that this process looks up or connects to, the database's socket left out."""
    seen: list[object] = []
    genuine = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            seen.append(address)
        genuine(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: seen.append(asked[:2]) or [])
    return seen


@pytest.mark.parametrize("server", INSIDE)
def test_no_description_of_a_provider_names_an_inner_or_unencrypted_server(tmp_path: Path, server: str) -> None:
    file = tmp_path / "providers.yaml"
    one = {"id": "x", "name": "X", "client": "c", "server": server}
    file.write_text(yaml.safe_dump({"providers": [one]}))
    with pytest.raises(ImproperlyConfigured):
        identity.read(file)


@pytest.mark.parametrize("named", ["nowhere", "openid_connect", "..", "http:"])
def test_a_visitor_cannot_name_a_provider(db: None, calls: list[object], named: str) -> None:
    for path in (f"/accounts/oidc/{named}/login/", f"/accounts/oidc/{named}/login/callback/"):
        asked = {"server_url": "http://169.254.169.254/", "code": "x", "state": "y"}
        assert Client().get(path, asked).status_code == 404
        assert Client().post(path, asked).status_code in (403, 404)
    assert calls == []


AWAY = "http://169.254.169.254/secret"
EXTERNAL = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "{AWAY}">%p;]>'
BOOKS = {
    "entity in the sheet": {"sheet": EXTERNAL + sheet('<row r="1"><c t="inlineStr"><is><t>&e;</t></is></c></row>')},
    "entity in the texts": {"strings": EXTERNAL + strings("&e;")},
    "entity in the workbook": {
        "workbook": f'{EXTERNAL}<workbook {MAIN}><sheets><sheet name="&e;"/></sheets></workbook>'
    },
    "entity in the relations": {
        "relations": f'{EXTERNAL}<Relationships><Relationship Id="r" Target="&e;"/></Relationships>'
    },
    "a relation to elsewhere": {
        "relations": f'<Relationships><Relationship Id="rId1" TargetMode="External" Target="{AWAY}"/></Relationships>'
    },
    "a relation to a file": {
        "relations": '<Relationships><Relationship Id="rId1" Target="../../../../etc/passwd"/></Relationships>'
    },
    "a formula that fetches": {
        "sheet": sheet(
            f'<row r="1"><c r="A1" t="str"><f>WEBSERVICE("{AWAY}")</f><v>kept</v></c></row>'
            '<row r="2"><c r="A2"><v>1</v></c></row>'
        )
    },
    "a link in a cell": {"sheet": sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{AWAY}</t></is></c></row>')},
}


@pytest.mark.parametrize("name", BOOKS)
def test_no_workbook_makes_us_read_or_fetch_anything(calls: list[object], name: str) -> None:
    plain = {"sheet": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>')}
    try:
        table = read_bytes("x.xlsx", xlsx(**(plain | BOOKS[name])))
    except UnreadableFile as refusal:
        said = str(refusal)
    else:
        said = str(table.frame.rows()) + str(table.layout.header)
    assert "root:" not in said
    assert calls == []


@pytest.mark.parametrize("content", [f"=IMPORTXML({AWAY})", f"<?xml version='1.0'?>{EXTERNAL}<a>&e;</a>", AWAY])
def test_no_other_file_does(world: World, calls: list[object], content: str) -> None:
    world.gita.post("/data/loads/new/", {"file": SimpleUploadedFile("x.csv", f"a,b\n{content},1\n".encode())})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as document:
        document.writestr("word/document.xml", EXTERNAL + "<w>&e;</w>")
        document.writestr("[Content_Types].xml", "<Types/>")
    sent = SimpleUploadedFile("x.docx", held.getvalue())
    answer = world.gita.post("/data/loads/new/", {"file": sent})
    assert "root:" not in answer.content.decode()
    assert calls == []
