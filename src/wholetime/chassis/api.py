"""The one door to the chassis for the other rooms: plain values and Polars frames, in and out."""

from wholetime.chassis.actions.accounts import AccountRefused, end_memberships, grant, invite, reinstate, suspend
from wholetime.chassis.actions.background import (
    GOES_ON,
    GoesOn,
    JobRefused,
    background,
    connection_for_one_job,
    report,
    start_job,
)
from wholetime.chassis.actions.invitations import invite_again, invite_by_mail, withdraw
from wholetime.chassis.actions.organisation_list import ListLoaded, ListRefused, Refusal, load_organisations
from wholetime.chassis.actions.organisations import close, merge, move, open_organisation
from wholetime.chassis.actions.personas import Persona, make_personas, personas
from wholetime.chassis.actions.prepare import DemoRefused, is_prepared, prepare
from wholetime.chassis.actions.reference import Progress, ReferenceLoaded, load_reference
from wholetime.chassis.actions.retention import Outcome, Removal, apply_retention, due_now, register_retention
from wholetime.chassis.actions.retention_rows import remove_found, rows_removed
from wholetime.chassis.actions.saved_views import ViewRefused, forget_view, save_view
from wholetime.chassis.actions.second_factors import forget_second_factors
from wholetime.chassis.actions.sessions import end_sessions
from wholetime.chassis.actions.tokens import TokenRefused, make_token, withdraw_token
from wholetime.chassis.actions.tree import TreeRefused
from wholetime.chassis.engine.tree import KINDS, Reconciliation
from wholetime.chassis.postgres.reach import acting, as_operator
from wholetime.chassis.queries.about_account import also_held, held_part
from wholetime.chassis.queries.access import (
    NotInScope,
    Scope,
    access_node,
    access_nodes,
    access_roles,
    access_roots,
    access_scope,
    is_narrowed,
    operator_scope,
    seats,
    within,
)
from wholetime.chassis.queries.below import codes_below
from wholetime.chassis.queries.boundaries import CREDIT as BOUNDARIES_CREDIT
from wholetime.chassis.queries.boundaries import HELD as BOUNDARIES_HELD
from wholetime.chassis.queries.boundaries import Boundaries, boundaries
from wholetime.chassis.queries.database_export import database_dictionary, export_database
from wholetime.chassis.queries.installation import is_demo
from wholetime.chassis.queries.jobs import JobValue, access_job, access_jobs
from wholetime.chassis.queries.kept_files import KeptFiles, file_faults, may_remove, register_kept_files
from wholetime.chassis.queries.organisations import (
    NodeValue,
    ancestors,
    children,
    closings,
    codes_under,
    node,
    nodes,
    resolve,
    search,
)
from wholetime.chassis.queries.packs import PackSection, PackState, pack_state, register_pack_section
from wholetime.chassis.queries.reach import reach_of, reached_codes, reached_roots
from wholetime.chassis.queries.reconcile import reconcile
from wholetime.chassis.queries.retention import Asked, keepings
from wholetime.chassis.queries.saved_views import KeptView, own_views, shared_view
from wholetime.chassis.queries.shelf import Shelf
from wholetime.chassis.queries.tokens import TokenValue, tokens_of
from wholetime.chassis.queries.tree import current_codes, lineage, lineages, tree_version
from wholetime.chassis.queries.whole_files import forget_the_oldest, whole_file

__all__ = [
    "BOUNDARIES_CREDIT",
    "BOUNDARIES_HELD",
    "GOES_ON",
    "KINDS",
    "AccountRefused",
    "Asked",
    "Boundaries",
    "DemoRefused",
    "GoesOn",
    "JobRefused",
    "JobValue",
    "KeptFiles",
    "KeptView",
    "ListLoaded",
    "ListRefused",
    "NodeValue",
    "NotInScope",
    "Outcome",
    "PackSection",
    "PackState",
    "Persona",
    "Progress",
    "Reconciliation",
    "ReferenceLoaded",
    "Refusal",
    "Removal",
    "Scope",
    "Shelf",
    "TokenRefused",
    "TokenValue",
    "TreeRefused",
    "ViewRefused",
    "access_job",
    "access_jobs",
    "access_node",
    "access_nodes",
    "access_roles",
    "access_roots",
    "access_scope",
    "acting",
    "also_held",
    "ancestors",
    "apply_retention",
    "as_operator",
    "background",
    "boundaries",
    "children",
    "close",
    "closings",
    "codes_below",
    "codes_under",
    "connection_for_one_job",
    "current_codes",
    "database_dictionary",
    "due_now",
    "end_memberships",
    "end_sessions",
    "export_database",
    "file_faults",
    "forget_second_factors",
    "forget_the_oldest",
    "forget_view",
    "grant",
    "held_part",
    "invite",
    "invite_again",
    "invite_by_mail",
    "is_demo",
    "is_narrowed",
    "is_prepared",
    "keepings",
    "lineage",
    "lineages",
    "load_organisations",
    "load_reference",
    "make_personas",
    "make_token",
    "may_remove",
    "merge",
    "move",
    "node",
    "nodes",
    "open_organisation",
    "operator_scope",
    "own_views",
    "pack_state",
    "personas",
    "prepare",
    "reach_of",
    "reached_codes",
    "reached_roots",
    "reconcile",
    "register_kept_files",
    "register_pack_section",
    "register_retention",
    "reinstate",
    "remove_found",
    "report",
    "resolve",
    "rows_removed",
    "save_view",
    "search",
    "seats",
    "shared_view",
    "start_job",
    "suspend",
    "tokens_of",
    "tree_version",
    "whole_file",
    "withdraw",
    "withdraw_token",
    "within",
]
