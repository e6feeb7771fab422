"""The role that pages ask as, and what the database needs to know by itself how far an account reaches."""

import django.db.models.deletion
from django.db import migrations, models

# A role belongs to the whole server: another database of it, or another test, may make it at the same moment.
ROLE = """
do $$
declare
  advice text := format('as the administrator of the server: create role wholetime_scoped nologin; '
                        'grant wholetime_scoped to %I', current_user);
begin
  if not exists (select from pg_roles where rolname = 'wholetime_scoped') then
    begin
      create role wholetime_scoped nologin;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'the role wholetime_scoped is missing, and % may not make it', current_user using hint = advice;
    end;
  end if;
  if not pg_has_role('wholetime_scoped', 'member') then
    begin
      execute format('grant wholetime_scoped to %I', current_user);
    exception when insufficient_privilege then
      raise exception '% may not act as wholetime_scoped', current_user using hint = advice;
    end;
  end if;
end
$$
"""

# Upwards from each child that changed, and from all below it. UNION ends also where a tree were a ring. As in
# engine/tree/lineage.py a child keeps its last place until it has another, and has its first from the beginning.
DESCEND = """
create function chassis_descend(changed bigint[]) returns void language plpgsql
security definer set search_path from current as $$
declare
  affected bigint[];
begin
  with recursive below (node) as (
    select unnest(changed)
    union select p.child_id from chassis_parentage p join below on p.parent_id = below.node)
  select array_agg(node) into affected from below;
  delete from chassis_descent using unnest(affected) as a (node) where node_id = a.node;
  insert into chassis_descent (ancestor_id, node_id, start, "end")
  with recursive spell as materialized (
    select child_id, parent_id, lead(start) over (partition by child_id order by start nulls first) as "end",
           case when row_number() over (partition by child_id order by start nulls first) > 1 then start end as start
    from chassis_parentage),
  up (node, ancestor, start, "end") as (
    select p.child_id, p.parent_id, p.start, p."end"
    from spell p join unnest(affected) as a (node) on p.child_id = a.node
    union
    select up.node, p.parent_id, greatest(up.start, p.start), least(up."end", p."end")
    from up join spell p on p.child_id = up.ancestor
    where daterange(up.start, up."end") && daterange(p.start, p."end"))
  select ancestor, node, start, "end" from up;
end
$$;
create function chassis_descend_changed() returns trigger language plpgsql
security definer set search_path from current as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from chassis_descent;
  else
    perform chassis_descend(array(select distinct child_id from changed));
  end if;
  return null;
end
$$;
create trigger descends_inserted after insert on chassis_parentage referencing new table as changed
  for each statement execute function chassis_descend_changed();
create trigger descends_updated after update on chassis_parentage referencing new table as changed
  for each statement execute function chassis_descend_changed();
create trigger descends_updated_from after update on chassis_parentage referencing old table as changed
  for each statement execute function chassis_descend_changed();
create trigger descends_deleted after delete on chassis_parentage referencing old table as changed
  for each statement execute function chassis_descend_changed();
create trigger descends_emptied after truncate on chassis_parentage
  for each statement execute function chassis_descend_changed();
select chassis_descend(array(select distinct child_id from chassis_parentage));
"""

UNDO_DESCEND = """
drop function chassis_descend_changed() cascade;
drop function chassis_descend(bigint[]);
"""

# Owned by whoever owns the tables, so that what a rule asks is not asked under the rules again.
REACH = """
create function chassis_reaching() returns bigint language sql stable parallel safe as
$$ select nullif(current_setting('wholetime.account', true), '')::bigint $$;

create function chassis_reach_day() returns date language sql stable parallel safe as
$$ select nullif(current_setting('wholetime.day', true), '')::date $$;

create function chassis_below(roots bigint[]) returns setof bigint language sql stable parallel safe
security definer set search_path from current as $$
  select unnest(roots)
  union
  select node_id from chassis_descent
  where ancestor_id = any (roots) and (start is null or start <= chassis_reach_day())
    and ("end" is null or "end" > chassis_reach_day())
$$;

create function chassis_held_roots() returns bigint[] language sql stable parallel safe
security definer set search_path from current as $$
  select coalesce(array_agg(distinct m.node_id), '{}')
  from chassis_membership m join chassis_account a on a.id = m.account_id
  where a.id = chassis_reaching() and a.is_active
    and (a.persona = '' or exists (select from chassis_installation where demo))
    and m.start <= chassis_reach_day() and (m."end" is null or m."end" > chassis_reach_day())
$$;

create function chassis_reached_roots() returns bigint[] language plpgsql stable parallel safe
security definer set search_path from current as $$
declare
  held bigint[] := chassis_held_roots();
  token bigint := nullif(current_setting('wholetime.token', true), '')::bigint;
  at_node bigint;
begin
  if token is null then
    return held;
  end if;
  select node_id into at_node from chassis_apitoken
    where id = token and account_id = chassis_reaching() and withdrawn_at is null
      and expires_at > chassis_reach_day();
  if at_node is null then
    return '{}';
  end if;
  return array(
    select unnest(held) intersect select chassis_below(array[at_node])
    union
    select at_node where at_node in (select chassis_below(held)));
end
$$;

create function chassis_narrowed() returns boolean language sql stable parallel safe
security definer set search_path from current as $$
  select nullif(current_setting('wholetime.token', true), '') is not null
    and not chassis_held_roots() <@ chassis_reached_roots()
$$;

create function chassis_reaches_anything() returns boolean language sql stable parallel safe
security definer set search_path from current as
$$ select cardinality(chassis_reached_roots()) > 0 $$;

create function chassis_reached() returns setof bigint language sql stable parallel safe
security definer set search_path from current as
$$ select chassis_below(chassis_reached_roots()) $$;

create function chassis_reached_codes() returns setof text language sql stable parallel safe
security definer set search_path from current as
$$ select n.code from chassis_node n where n.id in (select chassis_reached()) $$;
"""

UNDO_REACH = """
drop function chassis_reached_codes() cascade;
drop function chassis_reached() cascade;
drop function chassis_reaches_anything() cascade;
drop function chassis_narrowed() cascade;
drop function chassis_reached_roots();
drop function chassis_held_roots();
drop function chassis_below(bigint[]);
drop function chassis_reach_day();
drop function chassis_reaching() cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("chassis", "0009_retention")]

    operations = [
        migrations.CreateModel(
            name="Descent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                ("ancestor", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="below", to="chassis.node")),
                ("node", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="above", to="chassis.node")),
            ],
            options={
                "indexes": [models.Index(fields=["ancestor"], include=("node", "start", "end"), name="descent_below")],
            },
        ),
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(DESCEND, UNDO_DESCEND),
        migrations.RunSQL(REACH, UNDO_REACH),
    ]
