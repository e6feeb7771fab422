"""Reads text tables: comma, semicolon or tab between cells, quotation marks around some of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.adapter import RawTable
from wholetime.dataset.engine.opening.encoding import as_utf8
from wholetime.dataset.engine.opening.header import LOOK_AT, find_header, make_table
from wholetime.dataset.engine.opening.unreadable import UnreadableFile

DELIMITERS = (",", ";", "\t")
SAMPLE = 1 << 20
BLOCKS = (4 << 20, 16 << 20)
"""Bytes read at a time, and so the longest row that can be read. Small blocks stay in the processor's cache and are
read in two thirds of the time; the second size is for a file with a row that does not fit into the first."""

NAMED_ROWS = 5
"""Ragged rows named in an error: enough to see what went wrong."""


@dataclass(slots=True)
class _Sample:
    """The first records of a file: ``ends`` holds the byte offset after each."""

    delimiter: str
    records: list[list[str]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def score(self) -> tuple[int, int]:
        """How many records have the commonest width above one, and that width."""
        widths = [len(record) for record in self.records if len(record) > 1]
        width = max(widths, key=widths.count, default=0)
        return widths.count(width), width


def read_delimited(name: str, data: bytes) -> RawTable:
    """The table in ``data``; UnreadableFile when it is not one."""
    text, notes = as_utf8(data, name)
    if not text or text.isspace():
        raise UnreadableFile(f"{name} is empty")
    if text.count(b'"') % 2:
        raise UnreadableFile(f"{name} has a quotation mark that is never closed: it was cut short or badly exported")
    sample = max((_sampled(name, text, delimiter) for delimiter in DELIMITERS), key=_Sample.score)
    index = find_header(name, sample.records)
    if index is None:
        raise UnreadableFile(f"{name} has no cells in its first {LOOK_AT} rows")
    body = pa.py_buffer(text).slice(sample.ends[index])
    header = sample.records[index]
    frame = _body(name, body, len(header), sample.delimiter, index + 1)
    return make_table(name, header, frame, index + 1, notes)


def _sampled(name: str, text: bytes, delimiter: str) -> _Sample:
    sample = _Sample(delimiter)
    lines = _Lines(text[:SAMPLE].decode("utf-8", errors="ignore"))
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            sample.records.append(record)
            sample.ends.append(lines.consumed)
            if len(sample.records) == LOOK_AT:
                break
    except csv.Error as error:
        raise UnreadableFile(f"{name} is not a table: {error}") from error
    return sample


class _Lines:
    """The lines of a text, counting the UTF-8 bytes handed out."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.consumed = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.consumed += len(line.encode())
            yield line


def _body(name: str, body: pa.Buffer, width: int, delimiter: str, header_row: int) -> pl.DataFrame:
    """The rows under the header as columns of text, empty cells null; every row must be ``width`` cells wide."""
    if not body.size:
        return pl.DataFrame(schema={str(index): pl.String for index in range(width)})
    try:
        table, ragged = _parsed(body, width, delimiter)
    except pa.ArrowException as error:
        raise UnreadableFile(f"{name} is not a table of rows and columns: {error}") from error
    if ragged:
        raise UnreadableFile(_ragged_message(name, [(header_row + row, cells) for row, cells in ragged], width))
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _parsed(body: pa.Buffer, width: int, delimiter: str) -> tuple[pa.Table, list[tuple[int, int]]]:
    """The cells as text, and the rows of another width: their number under the header and how many cells they have."""
    for block in BLOCKS[:-1]:
        try:
            return _parsed_by(block, body, width, delimiter)
        except pa.ArrowException:  # a row may be longer than the block: the next is larger
            continue
    return _parsed_by(BLOCKS[-1], body, width, delimiter)


def _parsed_by(block: int, body: pa.Buffer, width: int, delimiter: str) -> tuple[pa.Table, list[tuple[int, int]]]:
    names = [str(index) for index in range(width)]
    ragged: list[tuple[int, int]] = []

    def refuse(row: arrow_csv.InvalidRow) -> str:
        ragged.append((row.number, row.actual_columns))
        return "skip"

    table = arrow_csv.read_csv(
        pa.BufferReader(body),
        # One thread: only then are rows numbered.
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=block),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=refuse
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    return table, ragged


def _ragged_message(name: str, ragged: list[tuple[int, int]], width: int) -> str:
    named = "; ".join(f"row {row} has {counted(cells, 'cell')}" for row, cells in ragged[:NAMED_ROWS])
    more = f"; and {len(ragged) - NAMED_ROWS} more" if len(ragged) > NAMED_ROWS else ""
    return (
        f"{name}: the header has {counted(width, 'cell')}, but {named}{more}. The file was cut short or badly exported"
    )
