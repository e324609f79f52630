"""HLH-2004 in CQL: the vignettes prepared as its parameters, and what cql-execution answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from .record import moment, span

FOLDER = Path(__file__).parent / "cql"
PARAMETER = {
    "temperature": "Temperature", "hemoglobin": "Hemoglobin", "platelets": "Platelets",
    "neutrophils": "Neutrophils", "triglycerides": "Triglycerides", "fibrinogen": "Fibrinogen",
    "ferritin": "Ferritin", "scd25": "Scd25", "nk_activity": "NkActivity",
}  # fmt: skip
OUTCOME = {True: "met", False: "not_met", None: "unknown"}
IDS = ("fever", "splenomegaly", "cytopenias", "triglycerides_fibrinogen", "hemophagocytosis",
       "nk_activity", "ferritin", "scd25")  # fmt: skip


def installed() -> bool:
    """Whether node and the two packages are there (`npm ci` in the folder)."""
    return shutil.which("node") is not None and (FOLDER / "node_modules" / "cql-execution").exists()


def prepared(document: dict[str, Any]) -> dict[str, Any]:
    """Grouped by analyte, every moment an instant: no clinical work is done here."""
    as_of = moment(document)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in PARAMETER.values()}
    for row in document["observations"]:
        if row["analyte"] in PARAMETER:
            rows[PARAMETER[row["analyte"]]].append(_row(row, as_of))
    return {
        "id": document["id"],
        "AsOf": as_of.isoformat(timespec="milliseconds"),
        "AsOfDay": as_of.date().isoformat(),
        "BirthDate": document["patient"]["birth_date"],
        "Findings": [
            {"kind": f["finding"], "status": f["status"], "on": f["on"], "site": f.get("site")}
            for f in document["findings"]
        ],
        **rows,
    }


def _row(row: dict[str, Any], as_of) -> dict[str, Any]:
    seen, at = span(row["measured_at"], as_of)
    reported = row.get("reported_at")
    return {
        "value": None if row["value"] is None else float(row["value"]),
        "comparator": row.get("comparator"),
        "unit": row["unit"],
        "seen": seen.isoformat(timespec="milliseconds"),
        "at": at.isoformat(timespec="milliseconds"),
        "reported": None if reported is None else span(reported, as_of)[0].isoformat(),
        "drawn": date.fromisoformat(row["measured_at"][:10]).isoformat(),
        "low": None if row.get("low") is None else float(row["low"]),
    }


def _node(what: str, documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(prepared(document)) + "\n" for document in documents)
    done = subprocess.run(
        ["node", "run.mjs", what], cwd=FOLDER, input=lines, text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def answers(documents: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What CQL says of each document, in the words of the oracle."""
    return [
        {"met": OUTCOME[said["met"]],
         **{name: OUTCOME[held] for name, held in zip(IDS, said["criteria"], strict=True)}}
        for said in _node("answers", documents)
    ]  # fmt: skip


def microseconds_a_case(documents: list[dict[str, Any]]) -> float:
    return _node("speed", documents)[0]["microseconds_a_case"]
