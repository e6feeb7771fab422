"""The chain worked out by hand: docs/methods/audit.md read line by line, one row at a time, with nothing of ours."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

Rows = list[dict[str, Any]]


def rows(statement: str, *values: object) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def text(value: Any) -> str:
    """JSON as PostgreSQL writes jsonb: short keys first, times in UTC without noughts at the end."""
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: (len(pair[0].encode()), pair[0]))
        return "{" + ", ".join(f"{text(key)}: {text(each)}" for key, each in pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, datetime):
        plain = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
        return json.dumps(plain + "+00:00")
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def link_hash(link: dict[str, Any], contents: list[Any], before: str) -> str:
    context = json.loads(link["context"]) if isinstance(link["context"], str) else link["context"]
    covered = [
        link["chain"],
        link["number"],
        link["event"],
        moment(link["at"]),
        link["shape"],
        contents,
        context,
        before,
    ]
    return hashlib.sha256(text(covered).encode()).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def removed_rows(chain: str) -> set[int]:
    return {
        row for one in rows("select events from chassis_auditremoval where chain = %s", chain) for row in one["events"]
    }


def is_unsealed(chain: str) -> bool:
    """Whether a link of a row that retention removed is not as it was sealed."""
    links = rows("select * from chassis_auditlink where chain = %s order by number", chain)
    for one in rows("select events, seal from chassis_auditremoval where chain = %s", chain):
        lines = [line(link) for link in links if link["event"] in one["events"]]
        if hashlib.sha256("\n".join(lines).encode()).hexdigest() != one["seal"]:
            return True
    return False


def line(link: dict[str, Any]) -> str:
    context = json.loads(link["context"]) if isinstance(link["context"], str) else link["context"]
    return text([link["number"], link["event"], moment(link["at"]), link["shape"], context, link["hash"]])


def first_break(chain: str, key: str = "pgh_id") -> int | str | None:
    """The number of the first link that does not hold; ``"unlinked"`` where only a row without a link is wrong, and
    ``"unsealed"`` where only what is left of removed rows is."""
    links = rows("select * from chassis_auditlink where chain = %s order by number", chain)
    events = {row[key]: row for row in rows(f"select * from {chain}")}
    shapes = {row["shape"]: row for row in rows("select * from chassis_auditshape where chain = %s", chain)}
    before, covered, removed = "", set(), removed_rows(chain)
    for place, link in enumerate(links, start=1):
        if link["number"] != place:
            return place
        event = events.get(link["event"])
        if link["event"] in covered or (event is None) != (link["event"] in removed):
            return place
        if event is None:
            covered.add(link["event"])
            before = link["hash"]
            continue
        if link["shape"] not in shapes:
            return place
        columns = shapes[link["shape"]]["columns"]
        names = json.loads(columns) if isinstance(columns, str) else columns
        if link["hash"] != link_hash(link, [event[name] for name in names], before):
            return place
        covered.add(link["event"])
        before = link["hash"]
    if set(events) - covered:
        return "unlinked"
    return "unsealed" if is_unsealed(chain) else None
