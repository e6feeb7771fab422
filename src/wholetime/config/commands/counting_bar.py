"""The line that says how many of something are done: only where somebody watches."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from wholetime.config.commands.ready import interactive


def counting_bar() -> Progress:
    """On standard error, so that what is printed stays clean."""
    said = TextColumn("{task.description}")
    columns = (SpinnerColumn(), said, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not interactive())
