"""Whether the audit is as it was written: every chain recomputed by the database, the first break named."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from wholetime.chassis.models import AuditShape
from wholetime.chassis.models.chain_triggers import (
    FOR_EVER,
    GONE,
    KEPT,
    LINK,
    OWN,
    Chained,
    chained_tables,
    contents,
    shape_of,
)
from wholetime.chassis.queries.rows import snapshot


@dataclass(frozen=True, slots=True)
class Fault:
    """A break. ``number`` is the link in the chain of the table ``chain``; None where it is not about one link."""

    chain: str
    number: int | None
    said: str

    def __str__(self) -> str:
        return f"{self.chain}, link {self.number}: {self.said}" if self.number else f"{self.chain}: {self.said}"


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain: who keeps it elsewhere can later tell that nothing up to it was changed."""

    chain: str
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.hash}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was recomputed, and the first break of each chain; ``removed`` links cover rows that retention took."""

    chains: int
    links: int
    faults: tuple[Fault, ...]
    removed: int = 0


def heads() -> list[Head]:
    """The head of each chain that has a link, by table."""
    return [Head(*row) for row in _rows(sql.SQL(_HEADS))]


def read_heads(text: str) -> list[Head]:
    """Heads as ``str(Head)`` writes them, one a line. Raises ValueError."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        chain, number, link = line.split()
        found.append(Head(chain, int(number), link))
    return found


def verify(kept: list[Head] | None = None) -> Verified:
    """Recompute every chain as of one moment, and compare it with heads ``kept`` elsewhere."""
    with snapshot():
        _plan_for_all_rows()
        tables = chained_tables()
        shapes: dict[str, dict[str, list[str]]] = {table.table: {} for table in tables}
        for shape in AuditShape.objects.all():
            shapes.setdefault(shape.chain, {})[shape.shape] = shape.columns
        faults = [fault for table in tables for fault in _faults(table, shapes[table.table])]
        faults += _tables_gone({table.table for table in tables}) + _disarmed(tables)
        faults += [fault for head in kept or [] if (fault := _moved(head))]
        faults += [Fault(chain, None, _WORDS["unsealed"]) for (chain,) in _rows(sql.SQL(_UNSEALED))]
        (links,), (removed,) = _rows(sql.SQL(_LINKS))[0], _rows(sql.SQL(_REMOVED))[0]
        return Verified(len(tables), links, tuple(faults), removed)


def _plan_for_all_rows() -> None:
    """PostgreSQL takes an array of removed rows for ten of them, and would look through all links for each."""
    with connection.cursor() as cursor:
        cursor.execute("set local enable_nestloop to off")


def _faults(table: Chained, shapes: dict[str, list[str]]) -> list[Fault]:
    chain = table.table
    changed = [name for name, columns in shapes.items() if shape_of(chain, columns) != name]
    lost = sorted({name for columns in shapes.values() for name in columns} - set(table.columns))
    if changed or lost:
        return [Fault(chain, None, "what its links cover was changed" if changed else f"{lost[0]} is no longer there")]
    found = [Fault(chain, number, _WORDS[what]) for number, what in _rows(_broken(table, shapes))]
    names = {"table": sql.Identifier(chain), "key": sql.Identifier(table.key), "chain": sql.Literal(chain)}
    unlinked = _rows(sql.SQL(_UNLINKED).format(**names))
    return found + [Fault(chain, None, f"row {key} was entered without a link") for (key,) in unlinked]


def _broken(table: Chained, shapes: dict[str, list[str]]) -> sql.Composed:
    cases = [
        sql.SQL("when {} then {}").format(sql.Literal(name), contents(columns, "e")) for name, columns in shapes.items()
    ]
    held = sql.SQL("case l.shape {} end").format(sql.SQL(" ").join(cases)) if cases else sql.SQL("null::jsonb")
    names = {"table": sql.Identifier(table.table), "key": sql.Identifier(table.key), "held": held}
    return sql.SQL(_BROKEN).format(chain=sql.Literal(table.table), **names)


_WORDS = {
    "missing": "was taken away",
    "gone": "the row that it covers is gone",
    "again": "covers a row that an earlier link covers",
    "back": "covers a row that retention removed, and it is there again",
    "unsealed": "what is left of rows that retention removed was changed",
    "changed": "does not fit the row that it covers, or the link before it",
}

_HEADS = "select distinct on (chain) chain, number, hash from chassis_auditlink order by chain, number desc"

_LINKS = "select count(*) from chassis_auditlink"
_REMOVED = "select coalesce(sum(cardinality(events)), 0)::bigint from chassis_auditremoval"

# A row that retention removed is not there to be compared with; its link is, and the next link covers its hash.
_BROKEN = """
with removed as (select distinct unnest(events) as event from chassis_auditremoval where chain = {chain}),
linked as (
  select *, row_number() over w as place, coalesce(lag(hash) over w, '') as before,
         row_number() over (partition by event order by number) as times
  from chassis_auditlink where chain = {chain} window w as (order by number))
select case when l.place <> l.number then l.place else l.number end,
       case when l.place <> l.number then 'missing' when e.{key} is null and r.event is null then 'gone'
            when l.times > 1 then 'again' when r.event is not null then 'back' else 'changed' end
from linked l left join {table} e on e.{key} = l.event left join removed r on r.event = l.event
where l.place <> l.number or l.times > 1 or (e.{key} is null) <> (r.event is not null) or
      r.event is null and l.hash is distinct from
      chassis_audit_hash({chain}, l.number, l.event, l.at, l.shape, {held}, l.context, l.before)
order by l.number limit 1
"""

_UNSEALED = """
select distinct r.chain from chassis_auditremoval r left join (
  select one.id, encode(sha256(convert_to(string_agg(chassis_audit_line(l), E'\n' order by l.number), 'UTF8')), 'hex')
    as seal
  from chassis_auditremoval one cross join unnest(one.events) as gone(event)
  join chassis_auditlink l on l.chain = one.chain and l.event = gone.event group by one.id) now using (id)
where now.seal is distinct from r.seal order by 1
"""

_UNLINKED = """
select {key} from {table} e
where not exists (select from chassis_auditlink l where l.chain = {chain} and l.event = e.{key})
order by 1 limit 1
"""


def _tables_gone(held: set[str]) -> list[Fault]:
    named = {chain for (chain,) in _rows(sql.SQL("select distinct chain from chassis_auditlink"))}
    return [Fault(chain, None, "the table is gone") for chain in sorted(named - held)]


def _disarmed(tables: list[Chained]) -> list[Fault]:
    """Triggers that are away or at rest: until they are back nothing is linked or refused."""
    armed = {(table, name) for table, name in _rows(sql.SQL(_ARMED))}
    wanted = {(table.table, name) for table in tables for name in (LINK, KEPT)} | {(table, KEPT) for table in OWN}
    wanted |= {(table.table, GONE) for table in tables if table.table != FOR_EVER}
    return [Fault(table, None, f"its trigger {name} is off") for table, name in sorted(wanted - armed)]


_ARMED = """
select c.relname::text, t.tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
where c.relnamespace = current_schema()::regnamespace and t.tgenabled = 'A'
"""


def _moved(head: Head) -> Fault | None:
    asked = sql.SQL("select hash from chassis_auditlink where chain = {} and number = {}")
    found = _rows(asked.format(sql.Literal(head.chain), sql.Literal(head.number)))
    if found and found[0][0] == head.hash:
        return None
    return Fault(head.chain, head.number, "is not the head that was kept elsewhere" if found else "was taken away")


def _rows(statement: sql.Composable) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
