"""The bundled layout of network staff is the record-level file, added up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl

from wholetime.dataset.engine.adapters import adapter_for
from wholetime.dataset.engine.opening import open_file

ROWS = """quarter_end,pcn_code,group,role,headcount,wte
2022-09-30,U00001,,,3,2.5
2022-09-30,U00001,direct_patient_care,,3,2.5
2022-09-30,U00001,direct_patient_care,Pharmacist,3,2.5
2022-09-30,X1,direct_patient_care,Pharmacist,1,1
"""


def test_reads_totals_groups_and_roles_and_refuses_a_code_that_is_no_network(tmp_path: Path) -> None:
    file = tmp_path / "networks.csv"
    file.write_text(ROWS)
    raw = open_file(file)
    adapter = adapter_for(raw.layout)
    assert adapter is not None
    assert adapter.name == "pcn_by_network"
    reading = adapter.read(raw)
    assert reading.refusals.rows() == [(5, "pcn_code", "X1", "does not look like a code of this kind")]
    cuts = reading.frame.filter(pl.col("measure") == "network_wte").select("cut", "value").rows()
    assert cuts == [("", Decimal("2.5")), ("staff_group", Decimal("2.5")), ("staff_group+role", Decimal("2.5"))]
