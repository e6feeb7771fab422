"""What the rules about loads, slices and the register ask; and the manifest's version, which is everybody's."""

import django.db.models.functions
from django.db import migrations, models

FUNCTIONS = """
create function dataset_commits() returns table (last timestamptz, commits bigint) language sql stable parallel safe
security definer set search_path from current as
$$ select max(committed_at), count(committed_at) from dataset_load $$;

create function dataset_open_loads() returns setof uuid language sql stable parallel safe
security definer set search_path from current as $$
  select l.key from dataset_load l
  where (not restricted and committed_at is not null and (select chassis_reaches_anything()))
    or (account_id = chassis_reaching() and not (select chassis_narrowed()))
    or (account_id = chassis_reaching()
        and exists (select from dataset_slice where load_id = l.key)
        and not exists (select from dataset_slice
                        where load_id = l.key and org not in (select chassis_reached_codes())))
$$;

create function dataset_reached_loads() returns setof uuid language sql stable parallel safe
security definer set search_path from current as $$
  select distinct load_id from dataset_slice
  where live_from is not null and org in (select chassis_reached_codes())
$$;

create function dataset_own_people() returns setof bigint language sql stable parallel safe
security definer set search_path from current as $$
  select p.id from dataset_person p join chassis_account a on a.id = chassis_reaching()
  where a.is_active and upper(p.email) = upper(a.email)
  union
  select e.person_id from dataset_employment e join dataset_personlink l on l.employment_id = e.id
  where l.account_id = chassis_reaching()
$$;

create function dataset_reached_people() returns setof bigint language sql stable parallel safe
security definer set search_path from current as
$$ select person_id from dataset_employment where organisation_id in (select chassis_reached()) $$;

create function dataset_reached_employments() returns setof bigint language sql stable parallel safe
security definer set search_path from current as
$$ select id from dataset_employment where organisation_id in (select chassis_reached()) $$;
create function dataset_own_employments() returns setof bigint language sql stable parallel safe
security definer set search_path from current as
$$ select id from dataset_employment where person_id in (select dataset_own_people()) $$;
"""

UNDO = """
drop function dataset_own_employments() cascade;
drop function dataset_reached_employments() cascade;
drop function dataset_reached_people() cascade;
drop function dataset_own_people() cascade;
drop function dataset_reached_loads() cascade;
drop function dataset_open_loads() cascade;
drop function dataset_commits();
"""


class Migration(migrations.Migration):
    dependencies = [("chassis", "0010_rows_by_scope"), ("dataset", "0006_rights")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(django.db.models.functions.Upper("email"), name="person_by_address"),
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
