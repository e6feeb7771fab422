"""The design system's styles, made unbranded and themed by the build script."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_assets", REPOSITORY / "scripts/build_assets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_colour_becomes_a_token_by_what_it_paints(build):
    css = ".a{color:#fff;background-color:#fff;border-bottom:1px solid #D8DDE0}"
    assert build.themed(css) == (
        ".a{color:var(--nhs-text-ffffff, #fff);background-color:var(--nhs-ground-ffffff, #fff);"
        "border-bottom:1px solid var(--nhs-line-d8dde0, #D8DDE0)}"
    )


def test_focus_keeps_its_own_colours_in_every_scheme(build):
    css = "@media screen{.a:focus{color:#212b32;background-color:#ffeb3b}}"
    assert build.themed(css) == css


def test_no_font_logo_or_other_host_is_kept(build):
    face = '@font-face{font-family:"Frutiger W01";src:url(https://elsewhere/x.woff2)}'
    assert (
        build.unbranded(face + 'body{font-family:"Frutiger W01",arial,sans-serif}') == "body{font-family:var(--font)}"
    )


def test_the_lock_file_pins_each_package_by_its_hash_and_names_no_host():
    lock = json.loads((REPOSITORY / "package-lock.json").read_text())
    packages = {name: held for name, held in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in held and held["integrity"].startswith("sha512-") for held in packages.values())
