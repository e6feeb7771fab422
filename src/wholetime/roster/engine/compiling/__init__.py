"""From a problem in the field's words to the arrays that the optimiser solves."""

from wholetime.roster.engine.compiling.compiled import Compiled, compile_problem

__all__ = ["Compiled", "compile_problem"]
