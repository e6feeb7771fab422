"""Files made to harm whoever opens them, and a child process with little memory to open them in."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

MEMORY = 3 << 30
"""Bytes of address space of the child: the libraries take one and a half of them, an honest file a few megabytes."""
SECONDS = 300

CHILD = """
import sys
from pathlib import Path
from wholetime.dataset.engine.opening import UnreadableFile, open_file
try:
    table = open_file(Path(sys.argv[1]))
except UnreadableFile as refusal:
    print("refused:", refusal)
else:
    print("read:", table.frame.height, "rows")
"""


def opened_apart(path: Path) -> str:
    """What became of ``path`` in a process of its own: ``refused: …`` or ``read: …``; anything else is a fall."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        check=False,
    )
    return done.stdout.strip() or f"fell ({done.returncode}): {done.stderr[-300:]}"


WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="sharedStrings.xml"/></Relationships>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PLAIN = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def strings(*items: str) -> str:
    return f"<sst {MAIN}>{''.join(f'<si><t>{item}</t></si>' for item in items)}</sst>"


def xlsx(**parts: str) -> bytes:
    """A workbook of one sheet, written by hand. ``sheet``, ``strings``, ``workbook`` and ``relations`` replace its
    parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("_rels/.rels", ROOT)
        book.writestr("xl/workbook.xml", parts.get("workbook", WORKBOOK))
        book.writestr("xl/_rels/workbook.xml.rels", parts.get("relations", RELATIONS))
        book.writestr("xl/worksheets/sheet1.xml", parts.get("sheet", sheet(PLAIN)))
        book.writestr("xl/sharedStrings.xml", parts.get("strings", strings("a")))
    return held.getvalue()
