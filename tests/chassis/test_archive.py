"""The backup's file: keys, memory, and the checks that hold it."""

from __future__ import annotations

import inspect
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyrage import x25519

from wholetime.chassis.actions.backup import KEYS
from wholetime.chassis.engine.archive import BackupKey, BadKey, Damaged, entry, opened, sealed
from wholetime.chassis.engine.archive.bech32 import bech32
from wholetime.chassis.engine.archive.contents import safe
from wholetime.chassis.engine.archive.writing import GrewOrShrank
from wholetime.config import settings

KEY = BackupKey.of(BackupKey.new())


def test_bech32_is_as_its_standard_says() -> None:
    """BIP 173, test vectors: an empty text under two names, and one of noughts."""
    assert bech32("a", b"") == "a12uel5l"
    assert bech32("abcdef", bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")) == (
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    )


@given(some.binary(min_size=32, max_size=32))
def test_any_thirty_two_bytes_make_a_key_that_age_takes(secret: bytes) -> None:
    text = bech32("age-secret-key-", secret).upper()
    assert str(x25519.Identity.from_str(text)) == text


def test_words_always_make_the_same_key_and_other_words_another() -> None:
    first, again, other = (BackupKey.of(words) for words in ("a" * 20, " " + "a" * 20 + "\n", "a" * 21))
    assert str(first.recipient) == str(again.recipient) != str(other.recipient)


def test_a_public_key_writes_and_does_not_read() -> None:
    public, file = BackupKey.of(str(KEY.recipient)), io.BytesIO()
    sealed(entry("a", 1, [b"x"], 0), file, public)
    file.seek(0)
    with pytest.raises(BadKey, match="only write"), opened(file, public) as entries:
        list(entries)
    with opened(file, KEY) as entries:
        assert [(each.name, each.content.read()) for each in entries] == [("a", b"x")]


@pytest.mark.parametrize("words", ["", "short", "age1nonsense", "AGE-SECRET-KEY-1NONSENSE"])
def test_a_key_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(BadKey):
        BackupKey.of(words)


def read_all(held: bytes) -> None:
    with opened(io.BytesIO(held), KEY) as entries:
        for each in entries:
            each.content.read()


@given(some.lists(some.binary(max_size=2000), max_size=4), some.floats(0, 1, exclude_max=True))
def test_every_shortening_and_every_changed_byte_is_noticed(contents: list[bytes], where: float) -> None:
    file = io.BytesIO()
    sealed((part for at, held in enumerate(contents) for part in entry(f"f{at}", len(held), [held], 0)), file, KEY)
    whole = file.getvalue()
    with opened(io.BytesIO(whole), KEY) as entries:
        assert [b"".join(each.blocks()) for each in entries] == contents
    at = int(where * len(whole))
    for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
        with pytest.raises(Damaged):
            read_all(damaged)


def test_a_file_that_grows_while_it_is_copied_stops_the_backup() -> None:
    with pytest.raises(GrewOrShrank):
        sealed(entry("a", 1, [b"xy"], 0), io.BytesIO(), KEY)


@pytest.mark.parametrize("name", ["/etc/passwd", "../keys", "lake/../../x", ""])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(Damaged):
        safe(name)


STREAMING = """
import os, resource, sys
from wholetime.chassis.engine.archive import BackupKey, entry, opened, sealed
key, size, block = BackupKey.of(sys.argv[1]), 400 << 20, os.urandom(1 << 20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[2], "wb") as target:
    sealed(entry("large", size, (block for _ in range(400)), 0), target, key)
with open(sys.argv[2], "rb") as source, opened(source, key) as entries:
    assert sum(len(b) for each in entries for b in each.blocks()) == size
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_four_hundred_megabytes_pass_through_a_few(tmp_path: Path) -> None:
    """The most that the process held grows by less than 40 MB."""
    words = [sys.executable, "-c", STREAMING, BackupKey.new(), str(tmp_path / "large.age")]
    found = subprocess.run(words, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert int(found.stdout) < 40


def test_no_key_that_the_settings_keep_is_left_out_of_a_backup() -> None:
    text = Path(inspect.getfile(settings)).read_text()
    kept = re.findall(r'kept_secret\("(\w+)"\)', text)
    assert {"pseudonym_key", "factor_key"} <= set(kept) <= set(KEYS)
