"""From where a forecast is looked at: an area, whose staff, and the run that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wholetime.chassis.api import NodeValue, access_node
from wholetime.forecast.queries.runs import RunValue, newest_run, parts_run


@dataclass(frozen=True)
class Viewpoint:
    """``parts`` are code and title of all whose staff has been forecast here; ``run`` is the newest of ``part``."""

    account: Any
    node: NodeValue
    parts: tuple[tuple[str, str], ...]
    part: str
    run: RunValue | None


def viewpoint(account: Any, code: str, asked: str = "") -> Viewpoint:
    """``asked`` is a part by its code; one never forecast here is the one with most people. Raises NotInScope."""
    node = access_node(account, code)
    parts = parts_run(account, node.code)
    part = asked if asked in dict(parts) else (parts[0][0] if parts else "")
    return Viewpoint(account, node, parts, part, newest_run(account, node.code, part) if part else None)
