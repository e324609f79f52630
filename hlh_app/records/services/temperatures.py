"""Many temperatures in one write."""

from hlh_app.accounts.models import User
from hlh_app.records.entries import ObservationEntry
from hlh_app.records.models import Observation, Patient
from hlh_app.records.services.change import changing
from hlh_app.records.services.drafts import Desk
from hlh_app.records.services.errors import Errors, Refused
from hlh_app.records.services.intervals import Remembered
from hlh_app.records.services.observations import Judged


def record_temperatures(
    *, actor: User, patient: Patient, readings: tuple[ObservationEntry, ...]
) -> Patient:
    """Keep every reading, or none. Raises Refused (keys ``<entry name>.<field>``),
    PermissionDenied."""
    with changing(actor=actor, patient=patient) as locked:
        desk = Desk(locked, Remembered.of(locked.centre, ["temperature"]))
        errors: Errors = {}
        drafts = []
        for reading in readings:
            draft = desk.new(Observation, reading.columns(), Judged(reading.confirmed))
            errors |= {f"{reading.name}.{key}": said for key, said in draft.errors.items()}
            drafts.append(draft)
        if errors:
            raise Refused(errors)
        for draft in drafts:
            draft.keep(actor)
        return locked
