"""What the database itself shows, table by table, whatever is asked of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.second_lock.conftest import Side, keys

from wholetime.chassis import api
from wholetime.chassis.models import Account, ApiToken, AuditLink, Membership, Node, SavedView
from wholetime.chassis.models.row_rules import RULES
from wholetime.chassis.postgres.reach import NOTHING, OPERATOR, Reach, acting
from wholetime.chassis.queries.reach import reach_of, reached_codes
from wholetime.dataset.models import Load, Look, Person, Post
from wholetime.forecast.models import RegisterVersion


def test_each_sees_the_rows_of_their_scope_and_no_other(sides: tuple[Side, Side]) -> None:
    for own, other in (sides, sides[::-1]):
        assert own.rows.keys() == RULES.keys()
        for table in RULES:
            with acting(reach_of(own.account)):
                seen = keys(own.rows, table)
            assert own.rows[table].pk in seen, table
            assert other.rows[table].pk not in seen, table


def test_who_says_nothing_sees_nothing(sides: tuple[Side, Side]) -> None:
    for table in RULES:
        for reach in (
            NOTHING,
            Reach(account=sides[0].account.pk),
            Reach(day=timezone.localdate()),
            Reach(-1, None, timezone.localdate()),
        ):
            with acting(reach):
                seen = keys(sides[1].rows, table)
            assert sides[1].rows[table].pk not in seen, (table, reach)
        with acting(NOTHING):
            assert keys(sides[0].rows, table) == set(), table


def test_the_operator_sees_everything(sides: tuple[Side, Side]) -> None:
    for table in RULES:
        with acting(OPERATOR):
            assert {side.rows[table].pk for side in sides} <= keys(sides[0].rows, table)


def test_assumptions_of_an_area_are_read_below_it_and_written_only_there(sides: tuple[Side, Side]) -> None:
    mo, otis = sides
    system = Node.objects.get(code="QOP")
    above = RegisterVersion.objects.create(node=system, number=1, changed="leaving", reason="For all", held={})
    with acting(reach_of(mo.account)):
        assert above.pk in keys(mo.rows, "forecast_registerversion")
        wrong = RegisterVersion(node=system, number=2, changed="leaving", reason="Mine", held={})
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            wrong.save(force_insert=True)
    with acting(reach_of(otis.account)):
        assert above.pk not in keys(otis.rows, "forecast_registerversion")


def test_the_areas_above_are_those_of_the_day_of_the_reach(sides: tuple[Side, Side]) -> None:
    """And not of the database's, which counts its days by another clock."""
    mo, tomorrow = sides[0], timezone.localdate() + timedelta(days=1)
    there = RegisterVersion.objects.create(
        node=Node.objects.get(code="QMJ"), number=1, changed="leaving", reason="For all", held={}
    )
    api.move("P82001", "QMJ", tomorrow)
    for day, seen in ((timezone.localdate(), False), (tomorrow, True)):
        with acting(Reach(mo.account.pk, None, day)):
            assert (there.pk in keys(mo.rows, "forecast_registerversion")) is seen


def test_nothing_is_written_into_another_scope(sides: tuple[Side, Side]) -> None:
    mo, otis = sides
    with acting(reach_of(mo.account)):
        for wrong in (
            Membership(account=mo.account, node=otis.node, role="director", start=date(2020, 1, 1)),
            SavedView(account=otis.account, node=otis.node, title="Mine", path="/"),
            Look(account=otis.account, organisation=otis.node, route="", people=[]),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                wrong.save(force_insert=True)
        assert not Membership.objects.filter(account=mo.account).exclude(node=mo.node).update(node=mo.node)
        assert not Load.objects.filter(pk=otis.rows["dataset_load"].pk).update(file_name="mine")
        assert Person.objects.filter(last_name="Person-RAL").delete()[0] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "select * from chassis_auditlink",
        "select * from chassis_membershipevent",
        "select * from chassis_descent",
        "select * from procrastinate_jobs",
        "select * from pghistory_context",
        "update chassis_node set name = 'Mine'",
        "delete from chassis_account",
        "alter table dataset_person disable row level security",
        "create table mine ()",
        "truncate dataset_person",
    ],
)
def test_a_page_has_no_right_to_what_is_nobodys(sides: tuple[Side, Side], statement: str) -> None:
    refused = pytest.raises(DatabaseError, match=r"permission denied|must be owner")
    with acting(reach_of(sides[0].account)), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


def test_what_a_page_writes_is_still_written_down_and_linked(sides: tuple[Side, Side]) -> None:
    mo = sides[0]
    links = AuditLink.objects.count()
    with acting(reach_of(mo.account)):
        SavedView.objects.create(account=mo.account, node=mo.node, title="New", path="/")
        Look.objects.create(account=mo.account, organisation=mo.node, route="here", people=[])
    assert AuditLink.objects.count() == links + 2


def test_own_things_go_with_the_account_and_areas_with_the_tree(sides: tuple[Side, Side]) -> None:
    mo, otis = sides
    with acting(reach_of(mo.account)):
        assert reached_codes() == {"P82001"}
    api.move("P82001", "QMJ", timezone.localdate())
    gita = Account.objects.get(email="gita@example.org")
    with acting(reach_of(gita)):
        assert mo.rows["dataset_employment"].pk not in keys(mo.rows, "dataset_employment"), "it has moved away"
    api.grant(gita, "QMJ", "planner", end=timezone.localdate() + timedelta(days=1))
    with acting(reach_of(gita)):
        assert mo.rows["dataset_employment"].pk in keys(mo.rows, "dataset_employment")
        assert otis.rows["dataset_employment"].pk in keys(otis.rows, "dataset_employment")
    with acting(Reach(gita.pk, None, timezone.localdate() + timedelta(days=1))):
        assert otis.rows["dataset_employment"].pk not in keys(otis.rows, "dataset_employment"), "the role is over"


def test_a_suspended_account_and_one_of_the_demo_reach_nothing(sides: tuple[Side, Side]) -> None:
    mo = sides[0].account
    for change in ({"is_active": False}, {"is_active": True, "persona": "mo"}):
        Account.objects.filter(pk=mo.pk).update(**change)
        with acting(reach_of(mo)):
            assert reached_codes() == frozenset(), change


def test_a_token_reaches_what_its_owner_does_within_its_node(sides: tuple[Side, Side]) -> None:
    hana = Account.objects.get(email="hana@example.org")
    narrow, _ = api.make_token(hana, "One practice", "P82001", 5)
    whole, _ = api.make_token(hana, "All of it", "QOP", 5)
    own = Load.objects.create(
        adapter="x", publication="", licence="", file_name="own", sha256="", size=1, restricted=True, account=hana
    )
    with acting(reach_of(hana, narrow.pk)):
        assert reached_codes() == {"P82001"}
        assert own.pk not in keys({"dataset_load": own}, "dataset_load"), "it lies nowhere, so not in the practice"
    with acting(reach_of(hana, whole.pk)):
        assert reached_codes() == {"QOP", "00T", "U00001", "P82001", "P82002", "AL001", "CH001", "RMC"}
        assert own.pk in keys({"dataset_load": own}, "dataset_load")
    api.withdraw_token(narrow.pk)
    for token in (narrow.pk, sides[1].rows["chassis_apitoken"].pk):
        with acting(reach_of(hana, token)):
            assert reached_codes() == frozenset()
    ApiToken.objects.filter(pk=whole.pk).update(
        made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=1)
    )
    with acting(reach_of(hana, whole.pk)):
        assert reached_codes() == frozenset()


def test_everyone_sees_who_looked_at_their_own_record(sides: tuple[Side, Side]) -> None:
    mo, otis = sides
    Person.objects.filter(pk=otis.rows["dataset_person"].pk).update(email="MO@example.org")
    with acting(reach_of(mo.account)):
        assert otis.rows["dataset_person"].pk in keys(otis.rows, "dataset_person")
        assert otis.rows["dataset_look"].pk in keys(otis.rows, "dataset_look")
        assert otis.rows["dataset_post"].pk in keys(otis.rows, "dataset_post")
        assert not Person.objects.filter(pk=otis.rows["dataset_person"].pk).update(first_name="Else")
        assert not Post.objects.filter(pk=otis.rows["dataset_post"].pk).update(band="9")


def test_published_loads_are_for_all_who_belong_somewhere(sides: tuple[Side, Side]) -> None:
    load = sides[1].rows["dataset_load"]
    part = sides[1].rows["dataset_slice"]
    Load.objects.filter(pk=load.pk).update(restricted=False)
    with acting(reach_of(sides[0].account)):
        assert {load.pk} <= keys(sides[1].rows, "dataset_load")
        assert {part.pk} <= keys(sides[1].rows, "dataset_slice")
    with acting(reach_of(Account.objects.get(email="ned@example.org"))):
        assert keys(sides[1].rows, "dataset_load") == keys(sides[1].rows, "dataset_slice") == set()


def test_the_rule_of_a_large_table_is_worked_out_once_a_query(sides: tuple[Side, Side]) -> None:
    """Not once a row: the nodes that are reached are hashed, and found by an index."""
    with acting(reach_of(sides[0].account)), connection.cursor() as cursor:
        for table in ("dataset_employment", "dataset_post", "dataset_slice", "dataset_person"):
            cursor.execute(f"explain select * from {table}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "hashed SubPlan" in plan, plan
            assert "chassis_descent" not in plan


def test_whoever_is_asked_for_by_code_alone_is_the_same_node(sides: tuple[Side, Side]) -> None:
    assert Node.objects.filter(code="RAL").exists()
    with acting(reach_of(sides[0].account)):
        assert Node.objects.filter(code="RAL").exists(), "the register of organisations is public"
