"""The one door to the chassis for the other rooms: plain values and Polars frames, in and out."""

from wholetime.chassis.actions.background import JobRefused, background, report, start_job
from wholetime.chassis.actions.organisation_list import ListLoaded, ListRefused, Refusal, load_organisations
from wholetime.chassis.actions.organisations import close, merge, move, open_organisation
from wholetime.chassis.actions.prepare import DemoRefused, prepare
from wholetime.chassis.actions.reference import Progress, ReferenceLoaded, load_reference
from wholetime.chassis.actions.tree import TreeRefused
from wholetime.chassis.engine.tree import KINDS, Reconciliation
from wholetime.chassis.queries.access import (
    NotInScope,
    Scope,
    access_node,
    access_nodes,
    access_roles,
    access_roots,
    access_scope,
    operator_scope,
    within,
)
from wholetime.chassis.queries.jobs import JobValue, access_job, access_jobs
from wholetime.chassis.queries.organisations import (
    NodeValue,
    ancestors,
    children,
    codes_under,
    node,
    nodes,
    resolve,
    search,
)
from wholetime.chassis.queries.reconcile import reconcile
from wholetime.chassis.queries.tree import current_codes, lineage, tree_version

__all__ = [
    "KINDS",
    "DemoRefused",
    "JobRefused",
    "JobValue",
    "ListLoaded",
    "ListRefused",
    "NodeValue",
    "NotInScope",
    "Progress",
    "Reconciliation",
    "ReferenceLoaded",
    "Refusal",
    "Scope",
    "TreeRefused",
    "access_job",
    "access_jobs",
    "access_node",
    "access_nodes",
    "access_roles",
    "access_roots",
    "access_scope",
    "ancestors",
    "background",
    "children",
    "close",
    "codes_under",
    "current_codes",
    "lineage",
    "load_organisations",
    "load_reference",
    "merge",
    "move",
    "node",
    "nodes",
    "open_organisation",
    "operator_scope",
    "prepare",
    "reconcile",
    "report",
    "resolve",
    "search",
    "start_job",
    "tree_version",
    "within",
]
