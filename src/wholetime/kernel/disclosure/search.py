"""The compiled search for a move: best first over half-made moves.

Each step takes one unbalanced sum and shifts one more of its cells by one towards balance; a cell never turns back.
First comes the state with the fewest people hidden so far and still to be hidden, counting for each unbalanced sum its
cheapest cell and a fixed toll; then the newest, so that ties go deep.

All that is compiled together is in this one file: what Numba has kept is out of date when this file changes, and it
looks at no other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholetime.kernel.compiled import compiled
from wholetime.kernel.disclosure.board import Board, Ints

FROZEN, FREE, HIDDEN, MUTED = 1, 2, 4, 8
"""Marks of a cell. ``FREE`` is one that is in no table: a slack, or unseen."""

TOLD, MUTE = 0, 1
"""Searches in which hidden cells keep to their reasons, and in which they need not."""

FULL, NOTHING, TIRED = -3, -2, -1
"""How a search ends without a move: more memory is needed, there is none, or it gives up."""

PAIRS = 24
"""Sums out of balance that there is room for, for each state on an average."""


class Memory(NamedTuple):
    """Half-made moves by number. Each shifts ``cell`` of its ``parent`` to ``shift``, and leaves out of balance the
    ``sums`` from ``begin`` to ``end`` by ``residuals``. ``slots`` finds the states by that, for one ``round`` each.

    ``at`` holds the shifts of the state in hand, nought between calls; ``used`` how many states, pairs and places of
    the heap are in use.
    """

    parent: Ints
    cell: Ints
    shift: Ints
    price: Ints
    promise: Ints
    begin: Ints
    end: Ints
    name: NDArray[np.uint64]
    slot: Ints
    sums: Ints
    residuals: Ints
    heap: Ints
    slots: Ints
    slot_round: Ints
    best: Ints
    at: Ints
    used: Ints


def memory_for(states: int, cells: int) -> Memory:
    """Room for ``states``, a power of two."""
    one_each = ("parent", "cell", "shift", "price", "promise", "begin", "end", "slot", "heap")
    sizes = dict.fromkeys(one_each, states) | {"sums": PAIRS * states, "residuals": PAIRS * states}
    sizes |= {"slots": 2 * states, "slot_round": 2 * states, "best": 2 * states, "at": cells, "used": 3}
    held = {name: np.zeros(size, np.int64) for name, size in sizes.items()}
    return Memory(**held, name=np.zeros(states, np.uint64))


@compiled
def price(board: Board, cell: int, shift: int, mute: int) -> int:
    """As ``Room.price``; −1 for impossible."""
    told, rules = board.told, board.rules
    marks, value = told.marks[cell], told.values[cell]
    read = value + shift
    if marks & FROZEN:
        return -1
    if marks & FREE:
        return 0 if read >= 0 else -1
    if mute or marks & MUTED:
        fits = read >= rules.least
    elif rules.least <= value < rules.threshold:
        fits = rules.least <= read < rules.threshold and (shift >= 0 or not rules.divided)
    else:
        fits = read >= rules.threshold
    if marks & HIDDEN:
        return 0 if fits else -1
    if told.low[cell] <= read <= told.high[cell]:
        return 0
    return value if rules.may_hide and value >= rules.threshold and fits else -1


@compiled
def can_move(board: Board, cell: int, mute: int) -> bool:
    return price(board, cell, 1, mute) >= 0 or price(board, cell, -1, mute) >= 0


@compiled
def look(board: Board, index: int, mute: int) -> None:
    """Have it known how many cells of a sum can move, and for how little."""
    if board.known.movable[mute, index] >= 0:
        return
    movable, cheapest = 0, -1
    for at in range(board.sums.sum_at[index], board.sums.sum_at[index + 1]):
        up, down = price(board, board.sums.cells[at], 1, mute), price(board, board.sums.cells[at], -1, mute)
        movable += up >= 0 or down >= 0
        for paid in (up, down):
            if paid >= 0 and (cheapest < 0 or paid < cheapest):
                cheapest = paid
    board.known.movable[mute, index], board.known.cheapest[mute, index] = movable, max(cheapest, 0)


@compiled
def named(index: int, residual: int) -> np.uint64:
    """A number for one sum out of balance; those of a state are added up."""
    mixed = (np.uint64(index) * np.uint64(0x9E3779B97F4A7C15)) ^ (np.uint64(residual) * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


@compiled
def shifted(board: Board, memory: Memory, state: int, cell: int, sign: int, new: int) -> None:
    """Write what is out of balance once ``cell`` moves on by ``sign`` from ``state``: both lists go by sum."""
    sums, here, out = board.sums, memory.begin[state], memory.begin[new]
    near, last = sums.cell_at[cell], sums.cell_at[cell + 1]
    name = memory.name[state]
    while here < memory.end[state] or near < last:
        if near >= last or (here < memory.end[state] and memory.sums[here] < sums.sums[near]):
            memory.sums[out], memory.residuals[out] = memory.sums[here], memory.residuals[here]
            here, out = here + 1, out + 1
            continue
        index, residual = sums.sums[near], sums.sum_signs[near] * sign
        if here < memory.end[state] and memory.sums[here] == index:
            name -= named(index, memory.residuals[here])
            residual += memory.residuals[here]
            here += 1
        near += 1
        if residual:
            name += named(index, residual)
            memory.sums[out], memory.residuals[out] = index, residual
            out += 1
    memory.end[new], memory.name[new] = out, name


@compiled
def alike(memory: Memory, one: int, other: int) -> bool:
    """Do two states leave the same out of balance?"""
    length, here, there = memory.end[one] - memory.begin[one], memory.begin[one], memory.begin[other]
    if memory.name[one] != memory.name[other] or length != memory.end[other] - there:
        return False
    for step in range(length):
        if memory.sums[here + step] != memory.sums[there + step]:
            return False
        if memory.residuals[here + step] != memory.residuals[there + step]:
            return False
    return True


@compiled
def found_slot(memory: Memory, state: int, turn: int) -> int:
    """Where states like this one are, or would be."""
    last = len(memory.slots) - 1
    slot = np.int64(memory.name[state] & np.uint64(last))
    while memory.slot_round[slot] == turn and not alike(memory, memory.slots[slot], state):
        slot = (slot + 1) & last
    return int(slot)


@compiled
def sooner(memory: Memory, one: int, other: int) -> bool:
    if memory.promise[one] != memory.promise[other]:
        return memory.promise[one] < memory.promise[other]
    left, right = memory.end[one] - memory.begin[one], memory.end[other] - memory.begin[other]
    return left < right or (left == right and one > other)


@compiled
def into_heap(memory: Memory, state: int) -> None:
    at = memory.used[2]
    while at and sooner(memory, state, memory.heap[(at - 1) // 2]):
        memory.heap[at] = memory.heap[(at - 1) // 2]
        at = (at - 1) // 2
    memory.heap[at] = state
    memory.used[2] += 1


@compiled
def out_of_heap(memory: Memory) -> int:
    """The first state."""
    memory.used[2] -= 1
    size = memory.used[2]
    first, last, at, below = memory.heap[0], memory.heap[size], 0, 1
    while below < size:
        if below + 1 < size and sooner(memory, memory.heap[below + 1], memory.heap[below]):
            below += 1
        if not sooner(memory, memory.heap[below], last):
            break
        memory.heap[at] = memory.heap[below]
        at, below = below, 2 * below + 1
    memory.heap[at] = last
    return int(first)


@compiled
def following(board: Board, memory: Memory, state: int, cell: int, sign: int, shift: int) -> int:
    """A new state after ``state`` (−1 for none), not yet in any order; FULL without room."""
    new, top = memory.used[0], memory.used[1]
    long = 0 if state < 0 else memory.end[state] - memory.begin[state]
    near = 0 if cell < 0 else board.sums.cell_at[cell + 1] - board.sums.cell_at[cell]
    if new >= len(memory.parent) or top + long + near > len(memory.sums):
        return FULL
    memory.parent[new], memory.cell[new], memory.shift[new] = state, cell, shift
    memory.begin[new] = memory.end[new] = top
    memory.name[new] = 0
    if cell >= 0:
        shifted(board, memory, state, cell, sign, new)
    return int(new)


@compiled
def keep(memory: Memory, state: int, paid: int, promise: int) -> None:
    memory.price[state], memory.promise[state] = paid, promise
    memory.used[0], memory.used[1] = state + 1, memory.end[state]


@compiled
def push(board: Board, memory: Memory, state: int, cell: int, sign: int, mute: int, toll: int, turn: int) -> bool:
    """Put the state after this one in order, if it is the cheapest of those alike; False without room."""
    before = memory.at[cell]
    asked = price(board, cell, before + sign, mute)
    if asked < 0:
        return True
    cost = memory.price[state] + asked - max(price(board, cell, before, mute), 0)
    new = following(board, memory, state, cell, sign, before + sign)
    if new < 0:
        return False
    slot = found_slot(memory, new, turn)
    if memory.slot_round[slot] == turn and cost >= memory.best[slot]:
        return True
    memory.slots[slot], memory.slot_round[slot], memory.best[slot], memory.slot[new] = new, turn, cost, slot
    promise = cost
    for at in range(memory.begin[new], memory.end[new]):
        look(board, memory.sums[at], mute)
        promise += toll + board.known.cheapest[mute, memory.sums[at]]
    keep(memory, new, cost, promise)
    into_heap(memory, new)
    return True


@compiled
def expand(board: Board, memory: Memory, state: int, mute: int, toll: int, turn: int) -> bool:
    """Shift each cell of the sum that leaves the least choice; False without room."""
    chosen, fewest, residual = -1, -1, 0
    for at in range(memory.begin[state], memory.end[state]):
        look(board, memory.sums[at], mute)
        movable = board.known.movable[mute, memory.sums[at]]
        if chosen < 0 or movable < fewest:
            chosen, fewest, residual = memory.sums[at], movable, memory.residuals[at]
    shift_all(memory, state)
    enough = True
    for at in range(board.sums.sum_at[chosen], board.sums.sum_at[chosen + 1]):
        cell, sign = board.sums.cells[at], board.sums.cell_signs[at]
        sign = -sign if residual > 0 else sign
        if enough and memory.at[cell] * sign >= 0 and can_move(board, cell, mute):
            enough = push(board, memory, state, cell, sign, mute, toll, turn)
    clear(memory, state)
    return enough


@compiled
def shift_all(memory: Memory, state: int) -> None:
    while state >= 0:
        if memory.cell[state] >= 0 and not memory.at[memory.cell[state]]:
            memory.at[memory.cell[state]] = memory.shift[state]
        state = memory.parent[state]


@compiled
def clear(memory: Memory, state: int) -> None:
    while state >= 0:
        if memory.cell[state] >= 0:
            memory.at[memory.cell[state]] = 0
        state = memory.parent[state]


@compiled
def begun(board: Board, memory: Memory, cells: Ints, shifts: Ints) -> int:
    """The state in which ``cells`` have made their ``shifts``; FULL without room."""
    memory.used[:] = 0
    state = following(board, memory, -1, -1, 0, 0)
    for at in range(len(cells)):
        keep(memory, state, 0, 0)
        state = following(board, memory, state, cells[at], shifts[at], shifts[at])
        if state < 0:
            return FULL
    keep(memory, state, 0, 0)
    return int(state)


@compiled
def search(
    board: Board, memory: Memory, cells: Ints, shifts: Ints, start: int, mute: int, toll: int, effort: int, turn: int
) -> int:
    """The state of the first move found that begins with ``shifts``, or with one of ``start``; else why there is none.

    ``effort`` is how many states are looked at; ``turn`` differs from call to call.
    """
    state = begun(board, memory, cells, shifts)
    if state < 0:
        return FULL
    if start >= 0:  # of two moves alike the one towards more people: its parts can follow it anywhere
        for sign in (-1, 1):
            if not push(board, memory, state, start, sign, mute, toll, turn):
                return FULL
    else:
        slot = found_slot(memory, state, turn)
        memory.slots[slot], memory.slot_round[slot], memory.best[slot], memory.slot[state] = state, turn, 0, slot
        into_heap(memory, state)
    for _ in range(effort):
        if not memory.used[2]:
            return NOTHING
        state = out_of_heap(memory)
        if memory.begin[state] == memory.end[state]:
            return state
        cheapest = memory.best[memory.slot[state]] == memory.price[state]
        if cheapest and not expand(board, memory, state, mute, toll, turn):
            return FULL
    return TIRED if memory.used[2] else NOTHING
