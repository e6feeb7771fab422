"""The backend itself: Django looks for ``DatabaseWrapper`` in a module of this name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from wholetime.chassis.postgres import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the embedded server the first time that a connection is asked for."""

    def get_connection_params(self) -> dict[str, Any]:
        if not self.settings_dict["HOST"]:
            found = embedded.start(Path(self.settings_dict["EMBEDDED"]))
            self.settings_dict |= {
                "HOST": found["host"],
                "USER": found["user"],
                "PORT": found.get("port", ""),
            }
        return dict(super().get_connection_params())
