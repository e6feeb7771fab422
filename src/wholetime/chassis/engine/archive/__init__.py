"""The backup's file: a tar of CSV and Parquet, encrypted in the age format. docs/methods/backup.md describes it."""

from wholetime.chassis.engine.archive.keys import BackupKey, BadKey
from wholetime.chassis.engine.archive.reading import Damaged, Entry, opened
from wholetime.chassis.engine.archive.writing import entry, sealed

__all__ = ["BackupKey", "BadKey", "Damaged", "Entry", "entry", "opened", "sealed"]
