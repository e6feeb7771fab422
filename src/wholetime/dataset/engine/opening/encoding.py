"""Brings text to UTF-8, from the encodings in which spreadsheets save it."""

from __future__ import annotations

import codecs

from wholetime.dataset.engine.opening.unreadable import UnreadableFile

CHUNK = 8 << 20
NOT_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\v\f\r"))


def as_utf8(data: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """``data`` as UTF-8 without a byte order mark, and a note when its encoding had to be supposed."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(_transcoded(data, "utf-16", name), name), ()
    data = data.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(data):
        return _checked(data, name), ()
    return _transcoded(_checked(data, name), "cp1252", name), ("read as Windows-1252 text, as older Excel saves it",)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _transcoded(data: bytes, encoding: str, name: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError as error:
        raise UnreadableFile(f"{name} is not text: save it as CSV (UTF-8) or as an Excel workbook") from error


def _checked(data: bytes, name: str) -> bytes:
    if (at := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise UnreadableFile(f"{name} has a NUL byte in line {line}: the file is damaged or not text; export it again")
    head = data[:65536]
    if len(head.translate(None, NOT_IN_TEXT)) != len(head):
        raise UnreadableFile(f"{name} is not text: save it as CSV (UTF-8) or as an Excel workbook")
    return data
