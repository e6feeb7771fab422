"""Downtime packs: what a team needs on paper when the system is away. docs/operations/downtime.md describes them."""

from wholetime.chassis.engine.packs.pack import Pack, as_csv, as_pdf
from wholetime.chassis.engine.packs.run import (
    CONTENTS,
    PUBLIC,
    SIGNATURE,
    Verdict,
    contents,
    newest,
    run_name,
    runs,
    sha256,
    verify,
)

__all__ = [
    "CONTENTS",
    "PUBLIC",
    "SIGNATURE",
    "Pack",
    "Verdict",
    "as_csv",
    "as_pdf",
    "contents",
    "newest",
    "run_name",
    "runs",
    "sha256",
    "verify",
]
