"""Builds data/reference/*.csv.gz from a folder with the published files that data/README.md names.

    python scripts/build_reference.py FOLDER [data/reference]

The same files give the same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from reference.areas import add_areas
from reference.book import Book
from reference.councils import add_councils
from reference.employers import add_employers
from reference.practices import add_practices
from reference.sources import Sources


def build(folder: Path) -> Book:
    """The whole tree out of ``folder``."""
    book, sources = Book(), Sources(folder)
    add_areas(book, sources)
    add_practices(book, sources)
    add_employers(book, sources)
    add_councils(book, sources)
    return book


def main() -> None:
    if not 2 <= len(sys.argv) <= 3:
        raise SystemExit(__doc__)
    target = Path(sys.argv[2] if len(sys.argv) == 3 else Path(__file__).parents[1] / "data" / "reference")
    book = build(Path(sys.argv[1]))
    book.write(target)
    counts = Counter(entry.kind for entry in book.nodes.values())
    sys.stdout.write(f"{target}: {dict(counts)}, {len(book.gaps)} gaps named\n")


if __name__ == "__main__":
    main()
