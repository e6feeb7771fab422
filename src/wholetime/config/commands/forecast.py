"""`wholetime forecast`: make a forecast and keep it, list what was made, run one again, write one as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholetime.config.commands.forecast_cover import cover_command
from wholetime.config.commands.forecast_panel import backtest_file, predict_file
from wholetime.config.commands.forecast_population import population
from wholetime.config.commands.forecast_scenarios import scenarios
from wholetime.config.commands.forecast_wisn import wisn_command
from wholetime.config.commands.ready import FAILED, interactive, ready, refuse

if TYPE_CHECKING:
    from wholetime.forecast.api import RunValue
    from wholetime.forecast.engine.run import Parcel

forecast = typer.Typer(help="Forecasts: supply, need and the gap, each run kept and repeatable.", no_args_is_help=True)

forecast.command("backtest")(backtest_file)
forecast.command("predict")(predict_file)
forecast.command("cover")(cover_command)
forecast.command("wisn")(wisn_command)
forecast.add_typer(population, name="population")
forecast.add_typer(scenarios, name="scenarios")

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
RunId = Annotated[str, typer.Argument(help="A run's number, or its first eight digits, as in the footnotes.")]


@forecast.command("run")
def run(
    org: Annotated[str, typer.Option(help="An area or organisation, by its code: QOP.")],
    sector: Annotated[str, typer.Option(help="Whose staff: nhs_trust, general_practice …; else most people.")] = "",
    group: Annotated[
        list[str] | None, typer.Option(help='Only this staff group, by code or title: nursing, "Practice nurses".')
    ] = None,
    method: Annotated[str, typer.Option(help="stock_and_flow or series; else as suits what is counted.")] = "",
    years: Annotated[int, typer.Option(min=1, max=15, help="Years ahead.")] = 10,
    draws: Annotated[int, typer.Option(min=10, max=10_000, help="Futures that are played through.")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same draws, on any machine.")] = 1,
    scenario: Annotated[str, typer.Option(help="A scenario by its name: retention, harder_times … or one kept.")] = "",
    as_json: AsJson = False,
) -> None:
    """Forecast the staff of an area, and keep the run with everything that it rests on."""
    ready()
    from wholetime.chassis.api import operator_scope
    from wholetime.dataset.api import BadAsk, group_named
    from wholetime.forecast.api import QuestionRefused, Wish, make_run

    try:
        groups = tuple(group_named(one) for one in group or ())
        wish = Wish(part=sector, method=method, groups=groups, years=years, draws=draws, seed=seed, named=scenario)
        made = make_run(None, operator_scope(), org, wish, _told)
    except (QuestionRefused, BadAsk) as refusal:
        refuse(str(refusal))
    _print_run(made, as_json)


@forecast.command("runs")
def runs(
    org: Annotated[str | None, typer.Option(help="Only of this area or organisation.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the runs that are kept, newest first."""
    ready()
    from wholetime.forecast.api import runs_of

    found = runs_of(org)
    if as_json:
        typer.echo(json.dumps([one.as_row() for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        under = f", {one.scenario}" if one.scenario else ""
        typer.echo(
            f"{one.number}  {one.made_at:%Y-%m-%d %H:%M}  {one.code}  {one.title}{under}  {one.result_hash[:12]}"
        )
    if not found:
        typer.echo("No forecast has been made yet: wholetime forecast run --org CODE")


@forecast.command("rerun")
def rerun_one(
    run: Annotated[str, typer.Argument(help="A run's number, its first eight digits, or a file of one.")],
    as_json: AsJson = False,
) -> None:
    """Ask a run's question again of the data kept with it. Exits with 1 where a single figure is not the same.

    Whether the data held today are still the same is said as well. A file needs no database.
    """
    from wholetime.forecast.engine.run import rerun

    parcel, today = _opened(run)
    found = rerun(parcel, _told)
    if as_json:
        differences = [{"what": one.what, "was": one.was, "now": one.now} for one in found.differences]
        hashes = {"was": parcel.answer.hash, "now": found.again.answer.hash}
        said = {"same": found.same, "result": hashes, "differences": differences, "data_today": today}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        for line in (str(found), *(str(one) for one in found.differences), *today):
            typer.echo(line)
    if not found.same:
        raise typer.Exit(FAILED)


@forecast.command("write")
def write(run: RunId, out: Annotated[Path, typer.Argument(help="The file to write: a run is one JSON file.")]) -> None:
    """Write a run as one file: its question, its data and its answer, to be run again on another machine."""
    ready()
    out.write_text(_kept(run).text, encoding="utf-8")
    typer.echo(f"{out} holds the run; `wholetime forecast rerun {out}` asks it again")


def _opened(run: str) -> tuple[Parcel, list[str]]:
    """The run of a file, or of the database with what has become of its data since."""
    from wholetime.forecast.engine.run import NotAParcel, Parcel

    if Path(run).is_file():
        try:
            return Parcel.read(Path(run).read_bytes()), []
        except NotAParcel as fault:
            refuse(str(fault))
    ready()
    from wholetime.chassis.api import operator_scope
    from wholetime.forecast.api import data_today

    kept = _kept(run)
    return kept.parcel, [f"Today: {one}" for one in data_today(operator_scope(), kept.question)]


def _kept(run: str) -> RunValue:
    from wholetime.forecast.api import runs_begun

    found = runs_begun(run)
    if len(found) != 1:
        refuse(f"{'no run begins' if not found else f'{len(found)} runs begin'} with {run}")
    return found[0]


def _print_run(made: RunValue, as_json: bool) -> None:
    from wholetime.forecast.engine.run import Answer

    if as_json:
        typer.echo(json.dumps(made.as_row() | {"answer": made.answer.as_json()}, ensure_ascii=False, indent=1))
        return
    answer: Answer = made.answer
    typer.echo(f"Run {made.number}: {made.title}, {made.name}. Result {made.result_hash[:12]}.")
    for line in answer.lines:
        if not line.group and line.measure in ("supply", "need", "gap"):
            typer.echo(f"\n{line.measure}, {line.unit}: middle of the draws, and 8 of 10 of them")
            for place, day in enumerate(line.at):
                low, middle, high = (line.quantile(level)[place] for level in (0.1, 0.5, 0.9))
                typer.echo(f"{day}  {middle:>12,.1f}  {low:>12,.1f} to {high:,.1f}")
    for note in answer.assumed:
        typer.echo(f"Assumed: {note}")


def _told(done: int, of: int) -> None:
    if interactive():
        typer.echo(f"\r{done:,} of {of:,} draws", nl=done == of, err=True)
