"""Problems and rosters in the forms that others write and read."""

from wholetime.roster.engine.formats.csv_rosters import read_csv, write_csv
from wholetime.roster.engine.formats.curtois import read_curtois
from wholetime.roster.engine.formats.inrc2 import inrc2_problem
from wholetime.roster.engine.formats.inrc2_files import Instance, read_instance, read_solutions, write_solutions
from wholetime.roster.engine.formats.json_problems import read_problem, read_roster, write_problem, write_roster
from wholetime.roster.engine.formats.malformed import Malformed
from wholetime.roster.engine.formats.opening import Format, Opened, open_problem, open_roster

__all__ = [
    "Format",
    "Instance",
    "Malformed",
    "Opened",
    "inrc2_problem",
    "open_problem",
    "open_roster",
    "read_csv",
    "read_curtois",
    "read_instance",
    "read_problem",
    "read_roster",
    "read_solutions",
    "write_csv",
    "write_problem",
    "write_roster",
    "write_solutions",
]
