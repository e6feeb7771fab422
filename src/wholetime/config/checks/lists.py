"""Which checks are asked: all of them, or the few that decide whether the site can serve."""

from __future__ import annotations

from wholetime.config.checks import database, declared, files, work
from wholetime.config.checks.finding import Answer, Check, ask, ask_all, failed

ALONE: tuple[Check, ...] = (
    declared.hosts_are_named,
    declared.tls_is_ended_by_a_proxy,
    declared.origins_are_ours,
    declared.proxies_are_counted,
    declared.demo_is_for_this_machine,
    declared.metrics_are_closed,
    declared.mail_leaves,
    files.secrets_are_private,
    files.disk_has_room,
)
BEHIND: tuple[Check, ...] = (
    database.database_is_new_enough,
    database.database_role_fits,
    database.rows_are_kept_to_scopes,
    database.database_is_unicode,
    database.time_zones_are_known,
    database.clocks_agree,
    database.migrations_are_applied,
    files.lake_files_are_there,
    files.lake_agrees_with_manifest,
    files.lake_is_unchanged,
    files.files_belong_to_somebody,
    work.worker_is_alive,
    work.jobs_succeed,
    work.backup_is_recent,
    work.packs_are_fresh,
    work.retention_is_applied,
)
NEEDED: tuple[Check, ...] = (database.migrations_are_applied, files.lake_files_are_there)
"""Without these a page would be wrong or an error. A dead worker or an old backup is no reason to turn readers away."""
WATCHED: tuple[Check, ...] = (
    files.disk_has_room,
    work.worker_is_alive,
    work.backup_is_recent,
    work.packs_are_fresh,
)


def whole_installation() -> list[Answer]:
    """Everything, which takes some seconds."""
    return ask_all(ALONE, database.database_answers, BEHIND)


def can_serve() -> list[Answer]:
    """What a load balancer asks every few seconds."""
    return ask_all((), database.database_answers, NEEDED)


def health() -> tuple[bool, list[Answer]]:
    """Whether the site can serve; and that with what else is worth watching."""
    needed = can_serve()
    if failed(needed):
        return False, needed
    return True, [*needed, *map(ask, WATCHED)]
