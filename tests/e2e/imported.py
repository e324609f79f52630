"""A file that was kept, with rows left over, and one that still waits."""

from __future__ import annotations

from hlh_app.accounts.models import User
from hlh_app.records.imports import waiting
from hlh_app.records.models import ImportBatch, Patient, WaitingImport
from hlh_app.web import importing

FILE = """patient,test,date,result,unit
{code},crp,2026-05-04,12,mg/L
{code},hemoglobin,2026-05-04,9.8,g/dL
{code},platelets,2026-05-04,x96,10*9/L
{code},hemoglobin,2026-05-11,29,g/dL
{code},crp,2026-05-11,1,234 mg/L,
Bed 3,ferritin,2026-05-04,812,ug/L
Bed 3,crp,03/04/2026,40,mg/L
"""
NEW = """{code},crp,2026-05-18,9,mg/L
{code},hemoglobin,2026-05-18,10.1,g/dL
{code},platelets,2026-05-18,112,10*9/L
{code},ferritin,2026-05-18,1240,ug/L
"""


def of_clinic(user: User, patient: Patient) -> tuple[ImportBatch, WaitingImport]:
    """The import that was kept, and the same results of the day after."""
    text = FILE.format(code=patient.code)
    kept = importing.keep(user, _sent(user, patient, text, "week-19.csv"))
    later = text.replace("-05-11", "-05-12").replace(",12,", ",15,") + NEW.format(code=patient.code)
    return kept, _sent(user, patient, later, "week-20.csv")


def _sent(user: User, patient: Patient, text: str, name: str) -> WaitingImport:
    held = waiting.hold(
        actor=user, centre=patient.centre, source="table", content=text.encode(), name=name
    )
    importing.look(user, held, {})
    return held
