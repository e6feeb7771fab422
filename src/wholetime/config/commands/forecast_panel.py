"""`wholetime forecast backtest` and `predict`: the forecaster of panels, on any CSV file, without a database."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholetime.config.commands.ready import FAILED, interactive, refuse

if TYPE_CHECKING:
    from wholetime.forecast.engine.panel import BackTest, Forecast, Panel

File = Annotated[Path, typer.Argument(help="CSV file, headings in its first row, a row for each entity and time.")]
Entity = Annotated[str, typer.Option(help="Heading of the column that says whose value it is.")]
Time = Annotated[str, typer.Option(help="Heading of the times: 2016, 2016/17, 2020 Q1, 2024-04, 30/04/2024 …")]
Value = Annotated[str, typer.Option(help="Heading of the values.")]
Horizon = Annotated[
    int | None,
    typer.Option(min=1, max=120, help="Steps ahead. Else a season, or two years; a third of the history at most."),
]


def backtest_file(
    file: File,
    entity: Entity,
    time: Time,
    value: Value,
    horizon: Horizon = None,
    folds: Annotated[
        int | None, typer.Option(min=1, max=100, help="Origins to look ahead from. Else up to five, as history allows.")
    ] = None,
    peers_sample: Annotated[
        int | None,
        typer.Option(min=0, help="Compare with the peers on so many entities, drawn by the seed; 0 is all of them."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Draws that sample.")] = 0,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes for the peers.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")] = False,
) -> None:
    """Measure the forecaster on a file's own past, beside naive, drift, ETS, Theta and AutoARIMA.

    Errors are scaled by the naive error of the training part (MASE), and so is the CRPS; coverage is the share of
    values that came to lie in the 80% and 95% intervals. Example:

    wholetime forecast backtest practices.csv --entity Practice --time Year --value FTE --json
    """
    from wholetime.forecast.engine.panel import backtest

    with _told():
        panel = _read(file, entity, time, value)
        found = backtest(
            panel,
            horizon,
            folds,
            peers_sample=peers_sample,
            workers=workers or min(2, os.cpu_count() or 1),
            seed=seed,
            on_progress=_progress,
        )
    typer.echo(json.dumps(found.as_dict(), ensure_ascii=False) if as_json else "\n".join(_lines(found)))


def predict_file(
    file: File,
    entity: Entity,
    time: Time,
    value: Value,
    horizon: Horizon = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the CSV here, not to standard output.")] = None,
) -> None:
    """Forecast every entity of a file, with quantiles, as CSV: entity, time, mean, median, q2.5 … q97.5.

    Entities whose values stopped long before the others' are left out, and named on standard error.
    """
    from wholetime.forecast.engine.panel import forecast

    with _told():
        panel = _read(file, entity, time, value)
        made = forecast(panel, horizon)
    if made.ended:
        shown = ", ".join(made.ended[:5]) + (" …" if len(made.ended) > 5 else "")
        typer.echo(f"{len(made.ended):,} left out, as their values ended before: {shown}", err=True)
    if out is None:
        _write(made, (entity, time), sys.stdout)
        return
    beside = out.with_name(f".{out.name}.part")  # renamed when whole, so that half a file is never there
    try:
        with beside.open("w", encoding="utf-8", newline="") as target:
            _write(made, (entity, time), target)
        beside.replace(out)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        typer.echo(f"{out} cannot be written: {fault.strerror}", err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(f"{out}: {len(made.entities):,} entities, {len(made.times)} times ahead", err=True)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever is wrong with the file or with what was asked of it is said in words, and nothing is written."""
    from wholetime.forecast.engine.panel import UnusablePanelError

    try:
        yield
    except UnusablePanelError as fault:
        refuse(str(fault))


def _read(file: Path, entity: str, time: str, value: str) -> Panel:
    from wholetime.forecast.engine.panel import read_panel

    panel = read_panel(file, entity, time, value)
    first, last = panel.times[0], panel.times[-1]
    typer.echo(f"entities: {len(panel.entities):,}; times: {len(panel.times)}, from {first} to {last}", err=True)
    return panel


def _progress(what: str, done: int, total: int) -> None:
    if interactive():
        typer.echo(f"\r{what}: {done} of {total}   ", err=True, nl=done == total)
    elif done == total:
        typer.echo(f"{what}: done", err=True)


def _lines(found: BackTest) -> Iterator[str]:
    yield f"{'':<16}{'MASE':>8}{'CRPS':>8}"
    for name, score in {"wholetime": found.ours, **found.peers}.items():
        yield f"{name:<16}{score.mase:>8.3f}{score.crps:>8.3f}"
    shares = " and ".join(f"{100 * share:.1f}% in the {name}% interval" for name, share in found.coverage.items())
    yield f"Came to lie: {shares}"
    yield f"{found.horizon} ahead from {', '.join(found.origins)}; {found.cases:,} cases, {found.seconds:.0f} s"
    if found.compared < found.entities:
        ours = f"{found.everyone.mase:.3f}"
        yield f"Compared on {found.compared:,} of {found.entities:,} entities; of all, our MASE is {ours}"
    for reason, count in found.left_out.items():
        if count:
            yield f"Not scored: {count:,} cases ({reason})"


def _write(made: Forecast, headings: tuple[str, str], target: object) -> None:
    from wholetime.forecast.engine.panel import WRITTEN

    writer = csv.writer(target, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow([*headings, "mean", "median", *(f"q{100 * quantile:g}" for quantile in WRITTEN)])
    middle = WRITTEN.index(0.5)
    for entity, time, mean, quantiles in made.rows():
        writer.writerow([entity, time, *(f"{number:.10g}" for number in (mean, quantiles[middle], *quantiles))])
