"""Builds data/ from a folder of published files: `python scripts/bundle_data.py FOLDER`.

Files are compressed as they were published; nothing is changed in them. Record-level network files are first
added up to network, staff group and role, in wholetime's own counts layout. Compression carries no date, so that
the same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import polars as pl

from wholetime.dataset.engine.adapters import adapter_named
from wholetime.dataset.engine.opening import open_file

AS_PUBLISHED = (
    "turnover/*.csv",
    "sickness/*.csv",
    "staff_in_post/*.csv.gz",
    "gp_workforce/gp_workforce_practice_fy_*.csv",
    "adult_social_care/*.csv",
    "maternity/hes_maternity_msds_*.csv",
    "ae_activity/ae_monthly_*.csv",
    "beds/*.csv",
    "population/ons_mid202[12]_sub_icb_*.csv",
    "population/icb_allocation_*.csv",
    "geography/gm_local_authority_2023_super_generalised.geojson",
)
NETWORKS = "pcn_workforce/*_individual.csv"


def main(source: Path, target: Path) -> None:
    for pattern in AS_PUBLISHED:
        for file in sorted(source.glob(pattern)):
            _keep(file, target / file.parent.name)
    for file in sorted(source.glob(NETWORKS)):
        _keep_networks(file, target / "pcn_workforce")


def _keep(file: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if file.suffix in (".gz", ".geojson"):
        (folder / file.name).write_bytes(file.read_bytes())
    else:
        _compress(file.read_bytes(), folder / f"{file.name}.gz")


def _keep_networks(file: Path, folder: Path) -> None:
    """Adds records up to network, group and role, in the layout that the pcn_by_network adapter reads."""
    adapter = adapter_named("pcn_individual")
    assert adapter is not None
    counts = adapter.read(open_file(file)).frame.filter(pl.col("measure") != "network_wte")
    rolled = counts.filter(pl.col("cut").is_in(["", "staff_group", "staff_group+role"]))
    keys = {"period_to": "quarter_end", "org": "pcn_code", "staff_group": "group", "role": "role"}
    wide = rolled.pivot("measure", index=list(keys), values="value").rename(keys).sort(pl.all())
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    wide.write_csv(buffer)
    _compress(buffer.getvalue(), folder / file.name.replace("_individual.csv", "_by_network.csv.gz"))


def _compress(data: bytes, file: Path) -> None:
    with file.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        packed.write(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parents[1] / "data")
