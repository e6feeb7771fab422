"""Bech32 (BIP 173), in which age writes its keys: 32 symbols and a checksum of six."""

from __future__ import annotations

from collections.abc import Iterable

SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32(name: str, data: bytes) -> str:
    """``data`` under the lower-case ``name``, with its checksum."""
    groups = list(_groups(data))
    spread = [ord(letter) >> 5 for letter in name] + [0] + [ord(letter) & 31 for letter in name]
    check = _remainder([*spread, *groups, 0, 0, 0, 0, 0, 0]) ^ 1
    groups += [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{name}1" + "".join(SYMBOLS[group] for group in groups)


def _groups(data: bytes) -> Iterable[int]:
    """The bits in fives, the last filled up with noughts."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return (int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5))


def _remainder(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(GENERATOR):
            found ^= factor if (top >> place) & 1 else 0
    return found
