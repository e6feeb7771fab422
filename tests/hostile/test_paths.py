"""Path traversal: no name that somebody gives a file, an archive's member or an address leads out of its folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from tests.dataset.web.small_world import World, return_csv, return_row, waiting_files
from tests.hostile.multipart import send_named

from wholetime.chassis.engine.archive.contents import Damaged, safe
from wholetime.dataset.actions import incoming
from wholetime.dataset.models import Load

OUT = [
    "../../../../tmp/out.csv",
    "..\\..\\out.csv",
    "/etc/cron.d/out.csv",
    "C:\\out.csv",
    "....//....//out.csv",
    "%2e%2e%2fout.csv",
    "x/../../out.csv",
    "..",
    "~/out.csv",
    "out.csv\0.png",
]


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", OUT)
def test_an_uploaded_file_is_kept_under_a_name_of_ours(world: World, tmp_path: Path, name: str) -> None:
    before = everything(tmp_path)
    send_named(world.gita, "/data/loads/new/", name, return_csv(return_row()).read())
    new = everything(tmp_path) - before
    assert {path.parent for path in new} <= {tmp_path / "incoming", tmp_path / "lake" / "observation"}
    assert not [path for path in new if "out" in path.name]
    for load in Load.objects.all():
        assert "/" not in load.file_name
        assert "\\" not in load.file_name


@given(st.text(max_size=40))
def test_whatever_an_upload_is_called_its_file_is_ours(name: str) -> None:
    assert "/" not in incoming.plain_name(name)
    assert incoming._ending(name) in (*incoming.ENDINGS, ".upload")


@pytest.mark.parametrize("name", OUT)
def test_nothing_is_unpacked_to_where_an_archive_says(world: World, tmp_path: Path, name: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo(name if name.endswith(".csv") else f"{name}.csv"), return_csv(return_row()).read()
        )
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16  # a symbolic link, as Unix archives keep one
    world.gita.post("/data/loads/new/", {"file": SimpleUploadedFile("x.zip", held.getvalue())})
    assert not [path for path in everything(tmp_path) if "out" in path.name]
    assert not (tmp_path.parent / "out.csv").exists()
    assert len(waiting_files()) == 1


ADDRESSES = [
    "/static/../../../../etc/passwd",
    "/static/..%2f..%2f..%2fetc%2fpasswd",
    "/static/%2e%2e/%2e%2e/keys/secret_key",
    "/static//etc/passwd",
    "/insight/QOP/shape/..%2f..%2fkeys%2fsecret_key",
    "/insight/QOP/shape/../../../keys/secret_key",
    "/insight/..%2f../shape/",
    "/insight/QOP/shape/briefing.pdf%00.html",
    "/insight/QOP/shape/chart-0.svg/../../x",
    "/data/export/..%2f..%2fkeys.zip",
    "/data/loads/template/..%2f..%2fsecret.csv",
    "/data/loads/source/..%2fx/",
    "/data/quality/completeness.csv%2f..",
    "/data/worklists/..%2f..%2fx.csv",
    "/.git/config",
    "/keys/secret_key",
    "/.env",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_address_reads_a_file_that_is_not_served(world: World, path: str) -> None:
    answer: Any = world.erin.get(path)
    assert answer.status_code in (301, 302, 404)
    if answer.status_code == 301:
        assert world.erin.get(answer["Location"]).status_code == 404


def test_a_static_file_is_served(db: None, client: Any) -> None:
    """So that the refusals above are for the path."""
    answer = client.get("/static/django_htmx/django-htmx.js")
    assert answer.status_code == 200
    answer.close()


@pytest.mark.parametrize(
    "path", ["/insight/../people/", "/insight\\..\\people", "/%2e%2e/people/", "/a/%2e%2e/%2e%2e/"]
)
def test_a_view_keeps_no_way_out_of_the_site(world: World, path: str) -> None:
    kept = world.gita.post("/insight/00T/trend/save/", {"title": "x", "query": f"x={path}", "path": path})
    assert kept.status_code == 302
    opened = world.gita.get("/insight/saved/").content.decode()
    assert "/insight/saved/" in opened


@given(st.lists(st.sampled_from(["..", ".", "a", "", "/", "home"]), max_size=6))
def test_no_name_in_a_backup_leads_out_of_the_home(parts: list[str]) -> None:
    name = "/".join(parts)
    try:
        found = Path("/home/of/wholetime") / safe(name)
    except Damaged:
        return
    assert found.resolve().is_relative_to("/home/of/wholetime")
