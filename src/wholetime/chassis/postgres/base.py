"""The backend itself: Django looks for ``DatabaseWrapper`` in a module of this name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from wholetime.chassis.postgres import embedded
from wholetime.chassis.postgres.reach import OPERATOR, current

SETTLE = (
    "select set_config('role', %s, false), set_config('wholetime.account', %s, false),"
    " set_config('wholetime.token', %s, false), set_config('wholetime.day', %s, false)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the embedded server the first time that a connection is asked for, where there is no other.

    Before each statement it sees to it that the connection reaches as far as ``reach.current()`` and no further,
    whoever used the connection before.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._settled: tuple[str, ...] | None = None
        self.execute_wrappers.append(_settled_first)

    def get_connection_params(self) -> dict[str, Any]:
        if not self.settings_dict["HOST"] and "EMBEDDED" in self.settings_dict:
            found = embedded.start(Path(self.settings_dict["EMBEDDED"]))
            self.settings_dict |= {
                "HOST": found["host"],
                "USER": found["user"],
                "PORT": found.get("port", ""),
            }
        return dict(super().get_connection_params())

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        # One that comes out of a pool may have been anybody's; a fresh one is the owner's until it is told otherwise.
        self._settled = None if self.pool else OPERATOR.settings
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        self.settle()
        return super().create_cursor(name)

    def settle(self) -> None:
        """Tell the connection how far it reaches, where that is not what it was told last."""
        wanted = current().settings
        if self._settled == wanted:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # it refuses every statement until it is rolled back
        self._settled = None
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(SETTLE, wanted)
        self._settled = wanted

    def _rollback(self) -> None:
        self._settled = None  # a rollback takes back what was settled since the transaction began
        super()._rollback()  # type: ignore[misc]  # Django's stubs leave it out

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._settled = None


def _settled_first(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    context["connection"].settle()
    return execute(sql, params, many, context)
