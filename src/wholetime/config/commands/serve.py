"""`wholetime serve`: the site and a worker for background jobs."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from typing import Annotated

import typer

from wholetime.config.commands.ready import ready

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where web processes count together (config/counters.py)."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Web processes.", min=1)] = 2,
    jobs: Annotated[bool, typer.Option(help="Run a worker for background jobs beside the site.")] = True,
) -> None:
    """Serve the site until interrupted. The database starts with it where none is given by DATABASE_URL."""
    ready()
    run_site(host, port, workers, jobs=jobs)


def run_site(host: str, port: int, workers: int, *, jobs: bool) -> None:
    """Run the web server, and the worker beside it; both end together."""
    from granian import Granian
    from granian.constants import Interfaces

    from wholetime.chassis.postgres.reach import NOTHING, by_default

    # Web processes begin anew: forked from one that has loaded files, they wait for ever on Polars' threads.
    multiprocessing.set_start_method("spawn", force=True)
    by_default(NOTHING)
    counts = tempfile.TemporaryDirectory(prefix="wholetime-counts-")
    os.environ.setdefault(SHARED, counts.name)  # before the web processes are made, which inherit it
    worker = subprocess.Popen([sys.executable, "-m", "wholetime.config.worker", str(os.getpid())]) if jobs else None  # noqa: S603 our own module
    typer.echo(f"wholetime is at http://{host}:{port}/ — stop it with Ctrl-C")
    try:
        Granian(
            "wholetime.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_enabled=False,
        ).serve()
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait()
        counts.cleanup()
