"""Projects the supply of staff over years, in draws that any number of workers may share out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply.blocks import Blank, Tables, block_of
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.joining import Block
from wholetime.forecast.engine.supply.luck import NOTHING_KEPT, Kept, Luck
from wholetime.forecast.engine.supply.opening import whole_people
from wholetime.forecast.engine.supply.projection import Part, Projection, assembled
from wholetime.forecast.engine.supply.streams import Streams

BLOCK = 16
"""Draws worked on at a time by one worker. Results do not depend on it, nor on the number of workers."""

type Progress = Callable[[int, int], None]


def project(
    inputs: Inputs,
    *,
    years: int = 15,
    draws: int = 1000,
    seed: int = 0,
    first_draw: int = 0,
    drivers: Drivers | None = None,
    workers: int = 1,
    chance: bool = True,
    keep_flows: bool = True,
    luck: Luck | None = None,
    on_progress: Progress | None = None,
) -> Projection:
    """``draws`` futures of ``inputs`` over ``years``; draw ``first_draw`` is the first of them.

    Draw i of a seed is the same in every call, so calls for parts of the draws are joined by ``Projection.plus``.
    ``drivers`` have one draw, or as many as ``draws``. Without ``chance`` flows are expectations at the centre of every
    rate, linear in joiners, and draws differ by drivers alone. With ``keep_flows`` false, flows are means over draws.
    ``luck`` of an earlier projection of the same inputs, years and seed saves what ``drivers`` leave as it was.
    ``on_progress`` is told draws done and draws asked for. Raises ValueError for drivers or luck that do not fit.
    """
    if years < 1 or draws < 1 or first_draw < 0:
        raise ValueError(
            f"a projection needs a year and a draw, and counts draws from 0: {years}, {draws}, {first_draw}"
        )
    drivers = drivers or Drivers()
    stock = whole_people(inputs.stock) if chance else inputs.stock
    blank = Blank(inputs, stock, years, keep_flows)
    tables = Tables(inputs, drivers, years)
    kept = luck.under(inputs, years, seed, drivers) if luck is not None and chance else NOTHING_KEPT
    blocks = [_block(at, seed, first_draw, draws, years, drivers, chance, kept) for at in range(0, draws, BLOCK)]
    parts = _worked(partial(block_of, blank, tables), blocks, workers)
    return assembled(inputs, list(_told(parts, draws, on_progress)), seed, first_draw, stock)


def _block(at: int, seed: int, first: int, draws: int, years: int, drivers: Drivers, chance: bool, kept: Kept) -> Block:
    return Block(Streams(seed, first + at, min(BLOCK, draws - at), chance), drivers, at, years, kept)


def _worked(work: Callable[[Block], Part], blocks: list[Block], workers: int) -> Iterator[Part]:
    """In the blocks' order, whoever finishes first."""
    if workers == 1:
        yield from map(work, blocks)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, blocks)


def _told(parts: Iterator[Part], draws: int, on_progress: Progress | None) -> Iterator[Part]:
    done = 0
    for part in parts:
        done += len(part.heads)
        if on_progress is not None:
            on_progress(done, draws)
        yield part
