"""An invented ward under the whole working time and Agenda for Change rules: priced exactly, legal from the first."""

import numpy as np

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.relaxation import SCALE
from wholetime.roster.engine.optimise.responses import first_roster
from wholetime.roster.engine.optimise.team import team
from wholetime.roster.engine.samples import sample_ward
from wholetime.roster.engine.scoring import score


def test_a_first_roster_is_legal_and_lines_are_priced_to_the_end_of_the_linear_programme() -> None:
    problem = sample_ward(12, days=14)
    compiled = compile_problem(problem)
    people = team(compiled.arrays)
    lines, without = first_roster(people, range(12))
    assert not without
    assert score(problem, compiled.roster(lines)).legal
    generation = Generation(people, lines, np.zeros(len(people.rows.least)))
    assert generation.converge(lambda: False)
    assert generation.bound >= (generation.shares.value - 1) * SCALE
