"""The second lock, table by table: which rows the database shows to a person, whatever a page asks for.

``chassis_reaching()`` is the account, ``chassis_reached()`` the nodes of its memberships and all below them today,
``chassis_reached_codes()`` their codes: worked out in the database (migration 0010), not by the program. A table that
is in none of the three lists is shut to pages altogether. ``row_security`` arms it.
"""

from __future__ import annotations

HERE_AND_ABOVE = (
    "with recursive up(id) as (select chassis_reached() union"
    " select p.parent_id from chassis_parentage p join up on p.child_id = up.id"
    " where coalesce(p.start, '-infinity') <= chassis_reach_day()"
    " and coalesce(p.\"end\", 'infinity') > chassis_reach_day())"
    " select id from up"
)
"""One's scope, and the areas that it lies in today: of the reach, for the database's own is another for an hour of
every summer's night."""

RULES: dict[str, str] = {
    # One's own, and those of the people of one's scope.
    "chassis_membership": "account_id = chassis_reaching() or node_id in (select chassis_reached())",
    # Offered in one's scope. Who follows a link has no account yet: the secret is the right (queries/invitations.py).
    "chassis_invitation": "node_id in (select chassis_reached())",
    "chassis_apitoken": "account_id = chassis_reaching()",
    "chassis_job": "account_id = chassis_reaching()",
    # Shared by link with whoever may see its area.
    "chassis_savedview": "account_id = chassis_reaching() or node_id in (select chassis_reached())",
    "chassis_legalhold": "node_id in (select chassis_reached())",
    # Published, or one's own (through a narrower token what lies wholly in it), or ever the truth in one's scope.
    "dataset_load": "key in (select dataset_open_loads()) or key in (select dataset_reached_loads())",
    "dataset_slice": (
        "(live_from is not null and org in (select chassis_reached_codes()))"
        " or load_id in (select dataset_open_loads())"
    ),
    # Cells of a refused file, which may be of people: its sender's alone.
    "dataset_refusal": "load_id in (select key from dataset_load where account_id = chassis_reaching())",
    # Whom an organisation of one's scope employs, and oneself.
    "dataset_person": "id in (select dataset_reached_people()) or id in (select dataset_own_people())",
    "dataset_employment": "organisation_id in (select chassis_reached()) or person_id in (select dataset_own_people())",
    "dataset_post": (
        "employment_id in (select dataset_reached_employments()) or employment_id in (select dataset_own_employments())"
    ),
    "dataset_personlink": (
        "account_id = chassis_reaching() or employment_id in (select dataset_reached_employments())"
        " or employment_id in (select dataset_own_employments())"
    ),
    # Asked by oneself, or of one's scope.
    "dataset_correctionrequest": "account_id = chassis_reaching() or organisation_id in (select chassis_reached())",
    # At people of one's scope, by oneself, or at oneself.
    "dataset_look": (
        "organisation_id in (select chassis_reached()) or account_id = chassis_reaching()"
        " or people && array(select dataset_own_people())"
    ),
    "dataset_unusuallooking": (
        "exists (select from dataset_look l where l.account_id = dataset_unusuallooking.account_id"
        " and l.organisation_id in (select chassis_reached()))"
    ),
    # A forecast of an area is made of what whoever may see the area may see.
    "forecast_run": "node_id in (select chassis_reached())",
    # Assumptions of an area hold below it, so those below read them; nobody is in them.
    "forecast_registerversion": f"node_id in ({HERE_AND_ABOVE})",
    "forecast_scenarioversion": f"node_id in ({HERE_AND_ABOVE})",
    # A projection of an area holds below it too, where nothing nearer is held; it counts residents, and is published.
    "forecast_populationprojection": f"node_id in ({HERE_AND_ABOVE})",
    "forecast_projectedarea": f"node_id in ({HERE_AND_ABOVE})",
}
"""Table → the rows that are seen, and that may be written unless NARROWER says less."""

NARROWER: dict[str, str] = {
    "chassis_membership": "node_id in (select chassis_reached())",
    "dataset_person": "id in (select dataset_reached_people())",
    "dataset_employment": "organisation_id in (select chassis_reached())",
    "dataset_post": "employment_id in (select dataset_reached_employments())",
    "dataset_personlink": "employment_id in (select dataset_reached_employments())",
    "forecast_registerversion": "node_id in (select chassis_reached())",
    "forecast_scenarioversion": "node_id in (select chassis_reached())",
    "forecast_populationprojection": "node_id in (select chassis_reached())",
    "forecast_projectedarea": "node_id in (select chassis_reached())",
}
"""Table → the rows that may be written, where one's own are to be seen only: nobody gives themselves a role."""

READ, WRITE = "select", "select, insert, update, delete"

OPEN: dict[str, tuple[str, str]] = {
    "chassis_node": (READ, "the register of organisations is public, and names the areas above and beside one's own"),
    "chassis_nodealias": (READ, "as the nodes"),
    "chassis_parentage": (READ, "as the nodes"),
    "chassis_succession": (READ, "as the nodes"),
    "chassis_installation": ("select, update", "one row; pages close it for writing when the disk is nearly full"),
    "chassis_retentionrun": (READ, "what a rule removed, in counts: of the installation as a whole"),
    "chassis_packrun": (READ, "when packs were written: of the installation as a whole"),
    "chassis_account": (
        "select, update",
        "asked for by its address before anybody is known; names go with what is seen",
    ),
    "chassis_counter": (WRITE, "tries at the doors, of whoever tries"),
    "django_session": (WRITE, "found by its secret key, before anybody is known"),
    "usersessions_usersession": (WRITE, "as the sessions"),
    "mfa_authenticator": (WRITE, "asked for before the second factor is given; its secrets are encrypted"),
    "account_emailaddress": (WRITE, "as the accounts"),
    "account_emailconfirmation": (WRITE, "as the accounts"),
    "socialaccount_socialaccount": (WRITE, "asked for by a provider's answer, before anybody is known"),
    "socialaccount_socialapp": (READ, "providers are read from a file; the table is empty"),
    "socialaccount_socialtoken": (WRITE, "not kept; the library looks"),
    "django_content_type": (READ, "names of tables"),
    "django_migrations": (READ, "names of migrations"),
}
"""Table → what pages may do with all of its rows, and why no rule stands before them."""

SHUT: dict[str, str] = {
    "chassis_descent": "the rules ask it by their functions",
    "chassis_auditlink": "written by triggers, read by the operator",
    "chassis_auditshape": "as the links",
    "chassis_auditremoval": "as the links",
    "pghistory_context": "written by triggers, read by the operator",
    "procrastinate_jobs": "jobs are queued by a function of the database and run by workers",
    "procrastinate_events": "as the jobs",
    "procrastinate_workers": "as the jobs",
    "procrastinate_periodic_defers": "as the jobs",
    "auth_group": "not used: roles are memberships",
    "auth_group_permissions": "not used",
    "auth_permission": "not used",
    "forecast_runplan": "workers share a run out and join it; who asked is told by their job",
    "forecast_drawblock": "as the plans",
    "restore_in_progress": "there while a backup is restored",
}
"""Table → why pages have no business there. Every table of events, ``…event``, is one too."""
