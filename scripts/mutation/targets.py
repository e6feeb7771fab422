"""What is changed, and the tests that must notice: for each target its sources and its own tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """``sources`` are patterns below ``src/wholetime``; ``tests`` are files or folders below ``tests``."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]
    database: bool


TARGETS = {
    "suppression": Target(
        ("kernel/disclosure/*.py", "dataset/engine/guarding/*.py"),
        (
            "kernel/test_disclosure_by_hand.py",
            "kernel/test_disclosure.py",
            "kernel/test_disclosure_twin.py",
            "kernel/test_settle.py",
            "dataset/figures/test_guarding_by_hand.py",
            "dataset/figures/test_guards.py",
            "dataset/figures/test_kept_guards.py",
        ),
        database=False,
    ),
    "access": Target(
        ("chassis/queries/access.py",),
        ("chassis/test_access.py", "chassis/sign_in/test_api_tokens.py", "chassis/sign_in/test_invitations.py"),
        database=True,
    ),
    "audit": Target(
        ("chassis/queries/audit.py", "chassis/models/chain_triggers.py"),
        ("chassis/audit",),
        database=True,
    ),
}
