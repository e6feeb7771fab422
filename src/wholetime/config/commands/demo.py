"""`wholetime demo`: a working system on real published files, with one click to sign in as each persona."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from wholetime.config.commands.counting_bar import counting_bar
from wholetime.config.commands.ready import ready, refuse
from wholetime.config.home import home

PEOPLE, MONTHS, UNTIL, SEED = 4000, 24, date(2025, 10, 31), 1948


def demo(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    prepare_only: Annotated[bool, typer.Option("--prepare-only", help="Load everything and stop.")] = False,
) -> None:
    """Load the published files that come with wholetime and a synthetic system, then serve the site.

    The demo needs a home folder of its own (WHOLETIME_HOME): anyone who reaches it can sign in as anybody, so
    one that holds anything else is refused.
    """
    if os.environ.get("DATABASE_URL"):
        refuse("the demo uses its own database: unset DATABASE_URL")
    os.environ["WHOLETIME_DEMO"] = "1"
    ready(demo=True)
    from wholetime.chassis.api import is_demo

    if not is_demo():
        refuse("this home folder is not a demo: set WHOLETIME_HOME to an empty folder")
    fill()
    if not prepare_only:
        from wholetime.config.commands.serve import run_site

        run_site(host, port, workers=2, jobs=True)


def fill() -> None:
    """Load the bundled files and the synthetic system, and make the personas; broken off, it starts again."""
    from wholetime.chassis.api import load_organisations, make_personas
    from wholetime.dataset.api import catch_up_register, load_file

    filled = home() / "demo-filled"
    if filled.exists():
        return
    with TemporaryDirectory(prefix="wholetime-demo-") as folder:
        synthetic = _synthesise(Path(folder))
        load_organisations(synthetic / "organisations.csv")
        for file in _progress([*_published(), *_tables(synthetic)]):
            load_file(file, keep_good=True)
    catch_up_register()
    make_personas()
    filled.touch()


def _published() -> list[Path]:
    from django.conf import settings

    folders = [folder for folder in sorted(Path(settings.DATA).iterdir()) if folder.is_dir()]
    return [file for folder in folders if folder.name not in ("reference", "geography") for file in _tables(folder)]


def _tables(folder: Path) -> list[Path]:
    wanted = (".csv", ".gz", ".xlsx")
    return [file for file in sorted(folder.rglob("*")) if file.suffix in wanted and file.name != "organisations.csv"]


def _synthesise(folder: Path) -> Path:
    from wholetime.dataset.engine.synthetic import synthesise

    target = folder / "synthetic"
    synthesise(target, people=PEOPLE, months=MONTHS, until=UNTIL, seed=SEED)
    return target


def _progress(files: list[Path]) -> Iterator[Path]:
    with counting_bar() as bar:
        yield from bar.track(files, description="Loading files")
