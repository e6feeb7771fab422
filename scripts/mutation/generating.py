"""A copy of the sources that holds every mutant of a target beside the original, as mutmut writes them."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path

from mutation.targets import Target

REPOSITORY = Path(__file__).resolve().parents[2]

SWITCH = (
    "from mutmut.mutation.trampoline import wrap_in_trampoline as _mutmut_mutated, MutantDict",
    "from mutation.switching import switched as _mutmut_mutated, MutantDict",
)


@dataclass(frozen=True)
class Mutant:
    """``name`` is mutmut's; ``change`` is what it changes, as ``- line`` and ``+ line``."""

    name: str
    change: str

    @property
    def function(self) -> str:
        """Module and function, as the mutants of one function share it."""
        return self.name.rpartition("__mutmut_")[0]


def generated(target: Target, place: Path) -> list[Mutant]:
    """Write the copy to ``place`` / src, unless it is there, and list its mutants, in order of file and line."""
    kept, state = place / "mutants.json", _state()
    if kept.exists():
        found = json.loads(kept.read_text())
        if found["state"] == state:
            return [Mutant(*each) for each in found["mutants"]]
    mutants = _written(target, place)
    kept.write_text(json.dumps({"state": state, "mutants": [[mutant.name, mutant.change] for mutant in mutants]}))
    return mutants


def _state() -> str:
    found = hashlib.sha256()
    for folder in ("src", "scripts/mutation"):
        for file in sorted((REPOSITORY / folder).rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()


def _written(target: Target, place: Path) -> list[Mutant]:
    from mutmut.mutation.file_mutation import mutate_file_contents

    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(REPOSITORY / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "data").symlink_to(REPOSITORY / "data")
    found = []
    for pattern in target.sources:
        for file in sorted((place / "src" / "wholetime").glob(pattern)):
            written = mutate_file_contents(str(file), plain(file.read_text()))
            if written.mutant_names:
                file.write_text(written.code.replace(*SWITCH))
                module = ".".join(file.relative_to(place / "src").with_suffix("").parts).removesuffix(".__init__")
                found += _listed(module, written.code, list(written.mutant_names))
    return found


def plain(code: str) -> str:
    """``code`` with each function decorated after it and not above it: mutmut leaves decorated functions alone."""
    lines = code.splitlines()
    module = ast.parse(code).body
    inner = [one for holder in module if isinstance(holder, ast.ClassDef) for one in holder.body]
    decorated = (one for one in [*module, *inner] if isinstance(one, ast.FunctionDef) and one.decorator_list)
    for function in sorted(decorated, key=lambda one: one.lineno, reverse=True):
        words = [ast.unparse(each) for each in function.decorator_list]
        if words not in (["staticmethod"], ["classmethod"]):
            made = "(".join([*words, function.name]) + ")" * len(words)
            lines.insert(function.end_lineno or 0, f"{' ' * function.col_offset}{function.name} = {made}")
            del lines[function.decorator_list[0].lineno - 1 : function.lineno - 1]
    return "\n".join(lines) + "\n"


def _listed(module: str, code: str, names: list[str]) -> list[Mutant]:
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    bodies = {function.name: ast.unparse(function).splitlines()[1:] for function in functions}
    return [Mutant(f"{module}.{name}", _change(bodies[_original(name)], bodies[name])) for name in names]


def _original(name: str) -> str:
    return f"{name.rpartition('__mutmut_')[0]}__mutmut_orig"


def _change(before: list[str], after: list[str]) -> str:
    lines = [line for line in ndiff(before, after) if line[0] in "-+"]
    return "\n".join(f"{line[0]} {line[2:].strip()}" for line in lines)
