"""Writes rows of a staff list into the register: copied in one stream, then merged, so that only what differs is
written and audited."""

from __future__ import annotations

import polars as pl
from django.db import connection

COLUMNS = {
    "org": "text",
    "pseudonym": "bigint",
    "assignment": "bigint",
    "employee_number": "text",
    "national_insurance": "text",
    "first_name": "text",
    "last_name": "text",
    "date_of_birth": "date",
    "email": "text",
    "month": "date",
    "started": "date",
    "team": "text",
    "staff_group": "text",
    "occupation_code": "text",
    "job_role": "text",
    "band": "text",
    "contract": "text",
    "fte": "numeric",
    "synthetic": "boolean",
}
BLANK = [name for name, kind in COLUMNS.items() if kind == "text"]

PEOPLE = """
insert into dataset_person
  (pseudonym, national_insurance, first_name, last_name, date_of_birth, email, synthetic)
select distinct on (pseudonym) pseudonym, national_insurance, first_name, last_name, date_of_birth, email, synthetic
from incoming order by pseudonym, employee_number
on conflict (pseudonym) do update set
  national_insurance = excluded.national_insurance, first_name = excluded.first_name,
  last_name = excluded.last_name, date_of_birth = excluded.date_of_birth, email = excluded.email
where (dataset_person.national_insurance, dataset_person.first_name, dataset_person.last_name,
       dataset_person.date_of_birth, dataset_person.email)
  is distinct from (excluded.national_insurance, excluded.first_name, excluded.last_name,
       excluded.date_of_birth, excluded.email)
"""

EMPLOYMENTS = """
insert into dataset_employment (person_id, organisation_id, employee_number, started, last_seen)
select distinct on (node.id, incoming.employee_number)
  person.id, node.id, incoming.employee_number, incoming.started, incoming.month
from incoming
join dataset_person person using (pseudonym)
join chassis_node node on node.code = incoming.org
order by node.id, incoming.employee_number
on conflict (organisation_id, employee_number) do update set
  person_id = excluded.person_id, started = excluded.started, last_seen = excluded.last_seen
where dataset_employment.last_seen <> excluded.last_seen or dataset_employment.person_id <> excluded.person_id
"""

POSTS = """
insert into dataset_post
  (employment_id, assignment, team, staff_group, occupation_code, job_role, band, contract, fte, as_of)
select distinct on (employment.id, incoming.assignment)
  employment.id, incoming.assignment, incoming.team, incoming.staff_group, incoming.occupation_code,
  incoming.job_role, incoming.band, incoming.contract, incoming.fte, incoming.month
from incoming
join chassis_node node on node.code = incoming.org
join dataset_employment employment
  on employment.organisation_id = node.id and employment.employee_number = incoming.employee_number
order by employment.id, incoming.assignment
on conflict (employment_id, assignment) do update set
  team = excluded.team, staff_group = excluded.staff_group, occupation_code = excluded.occupation_code,
  job_role = excluded.job_role, band = excluded.band, contract = excluded.contract, fte = excluded.fte,
  as_of = excluded.as_of
"""

ENDED = """
delete from dataset_post
using dataset_employment employment, chassis_node node,
  (select org, max(month) as month from incoming group by org) newest
where dataset_post.employment_id = employment.id and employment.organisation_id = node.id
  and node.code = newest.org and dataset_post.as_of < newest.month
"""


STEPS = (
    ("dataset_person", PEOPLE),
    ("dataset_employment", EMPLOYMENTS),
    ("dataset_post", POSTS),
    ("dataset_post", ENDED),
)
"""Each statement with the table it writes."""


def merge_rows(rows: pl.DataFrame) -> int:
    """Enter the newest staff list of each employer in ``rows``; how many posts they hold. Call in a transaction.

    Posts that an employer's list no longer has end; the people who held them stay.
    """
    with connection.cursor() as cursor:
        # Checked at the end of each statement, not of the transaction: checks that wait are walked through again by
        # the audit of every row: 80,000 posts took more than seven minutes, and now take seconds.
        cursor.execute("set constraints all immediate")
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        cursor.execute(f"create temporary table incoming ({columns}) on commit drop")
        _copy(cursor, rows)
        cursor.execute("analyze incoming")
        for table, statement in STEPS:
            cursor.execute(statement)
            # Without a fresh count the next step is planned for the table as it was, empty perhaps: 100,000 people
            # then meet 100,000 people one by one, for minutes instead of seconds.
            cursor.execute(f"analyze {table}")
    return rows.height


def _copy(cursor: object, rows: pl.DataFrame) -> None:
    signed = pl.col("person").reinterpret(signed=True).alias("pseudonym")
    post = pl.col("assignment").reinterpret(signed=True)
    frame = rows.with_columns(signed, post).with_columns(pl.col(name).fill_null("") for name in BLANK)
    text = frame.select(list(COLUMNS)).write_csv(include_header=False, null_value="\\N", quote_style="necessary")
    with cursor.copy(f"copy incoming ({', '.join(COLUMNS)}) from stdin (format csv, null '\\N')") as stream:  # type: ignore[attr-defined]
        stream.write(text)
