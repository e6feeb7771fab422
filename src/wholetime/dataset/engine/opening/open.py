"""Looks at a file's first bytes, never only at its name, and reads it accordingly."""

from __future__ import annotations

from pathlib import Path

from wholetime.dataset.engine.adapter import RawTable
from wholetime.dataset.engine.opening.bounded import MOST_BYTES, gunzip, unzip
from wholetime.dataset.engine.opening.delimited import read_delimited
from wholetime.dataset.engine.opening.unreadable import UnreadableFile
from wholetime.dataset.engine.opening.workbook import is_workbook, read_workbook

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")

STRANGERS = {
    b"%PDF": "is a PDF, not a table: get the CSV or Excel version of it",
    b"\xd0\xcf\x11\xe0": "is an old Excel (.xls) or password-protected workbook: open it in Excel and save it as .xlsx",
    b"<": "is a web page or XML, not a table: the download may have failed; get the CSV or Excel file itself",
    b"{": "is JSON, not a table: get the CSV or Excel version of it",
    b"PAR1": "is a Parquet file: export it as CSV",
    b"\x89PNG": "is a picture, not a table",
    b"\xff\xd8\xff": "is a picture, not a table",
}


def open_file(path: Path) -> RawTable:
    """The one table in a CSV, TSV, XLSX, gzip or zip file, every cell as text.

    Raises UnreadableFile, and nothing else, with a message that says what to do.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path.name} is larger than {MOST_BYTES >> 20} MB: split it into smaller files")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror or error}") from error
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> RawTable:
    """The one table in a file's bytes; ``name`` is used in messages and by adapters."""
    if data.startswith(GZIP):
        inner = name.removesuffix(".gz")
        return _read_plain(inner, gunzip(data, name))
    if data.startswith(ZIP):
        return _read_zip(name, data)
    return _read_plain(name, data)


def _read_zip(name: str, data: bytes) -> RawTable:
    parts = unzip(data, name)
    if is_workbook(parts):
        return read_workbook(name, parts)
    tables = {entry: inner for entry, inner in parts.items() if entry.lower().endswith(TABLES)}
    if len(tables) != 1:
        raise UnreadableFile(f"{name} has {len(tables) or 'no'} tables inside: unpack it and load the one you need")
    entry, inner = tables.popitem()
    return _read_plain(entry.rpartition("/")[2], inner)


def _read_plain(name: str, data: bytes) -> RawTable:
    if data.startswith(ZIP):
        parts = unzip(data, name)
        if is_workbook(parts):
            return read_workbook(name, parts)
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, reason in STRANGERS.items():
        if head.startswith(mark):
            raise UnreadableFile(f"{name} {reason}")
    if data.startswith((GZIP, *ZIP)):
        raise UnreadableFile(f"{name} is an archive inside an archive: unpack it and load the table inside")
    return read_delimited(name, data)
