"""What a roster costs by the words of ``arrays.py``: plain loops over plain lists, one definition after the other."""

from __future__ import annotations

from itertools import groupby

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Counter, Cover, Ints, Pattern, Rules, Run


def naive_penalty(arrays: Arrays, lines: Ints) -> tuple[int, bool]:
    """The penalty of lines [P, D] of symbols, and whether every hard rule holds. Hard prices are not in the penalty."""
    paid = [
        price
        for person, line in enumerate(lines.tolist())
        for price in line_prices(
            arrays.rules[arrays.rules_of[person]], line, arrays.history[person].tolist(), arrays.price[person].tolist()
        )
    ]
    paid += cover_prices(arrays.cover, lines.tolist())
    return sum(price for price in paid if price < FORBIDDEN), all(price < FORBIDDEN for price in paid)


def line_prices(rules: Rules, line: list[int], history: list[int], price: list[list[int]]) -> list[int]:
    paid = [price[day][symbol] for day, symbol in enumerate(line)]
    before = history[-1] if history else -1
    for symbol in line:
        if before >= 0:
            paid.append(int(rules.succession[before, symbol]))
        before = symbol
    paid += [one for run in rules.runs for one in run_prices(run, line)]
    paid += [one for pattern in rules.patterns for one in pattern_prices(pattern, history, line)]
    return paid + [one for counter in rules.counters for one in counter_prices(counter, line)]


def run_prices(run: Run, line: list[int]) -> list[int]:
    inside = [True] * run.before + [bool(run.symbols[symbol]) for symbol in line]
    paid, day = [], 0
    for on, days in groupby(inside):
        length, start = len(list(days)), day
        day += length
        if not on:
            continue
        stop = start + length
        new = stop - max(start + run.most, run.before)
        paid += [run.over] * max(0, min(new, stop - run.before))
        free = (run.open_start and start <= 0 and (run.before > 0 or start == 0)) or (
            run.open_end and stop == len(inside)
        )
        if not free and length < run.least:
            paid += [run.under] * (run.least - length)
    return paid


def pattern_prices(pattern: Pattern, history: list[int], line: list[int]) -> list[int]:
    whole, length = history + line, len(pattern.sets)
    paid = []
    for day in range(len(line)):
        last = len(history) + day
        days = whole[max(0, last - length + 1) : last + 1]
        known = len(days) == length and all(symbol >= 0 for symbol in days)
        if known and pattern.ends[day] and all(pattern.sets[at, symbol] for at, symbol in enumerate(days)):
            paid.append(pattern.price)
    return paid


def counter_prices(counter: Counter, line: list[int]) -> list[int]:
    weights = [int(counter.weight[day, symbol]) for day, symbol in enumerate(line)]
    total = counter.base
    if counter.group is None:
        total += sum(weights)
    else:
        total += len({int(counter.group[day]) for day, weight in enumerate(weights) if weight > 0} - {-1})
    return [counter.under] * max(0, counter.least - total) + [counter.over] * max(0, total - counter.most)


def cover_prices(cover: Cover, lines: list[list[int]]) -> list[int]:
    values = [0] * len(cover.least)
    for row, group, day, symbol, weight in zip(
        cover.row, cover.group, cover.day, cover.symbol, cover.weight, strict=True
    ):
        there = sum(bool(cover.groups[group, person]) for person, line in enumerate(lines) if line[day] == symbol)
        values[row] += int(weight) * there
    paid = []
    for row, value in enumerate(values):
        paid += [int(cover.under[row])] * max(0, int(cover.least[row]) - value)
        paid += [int(cover.over[row])] * max(0, value - int(cover.most[row]))
    return paid
