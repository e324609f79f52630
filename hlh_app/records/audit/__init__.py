"""The audit trail: database triggers write who, when, old and new for every way of writing.

``acting`` says who writes and why. Without it the trail names the database role. The triggers also
mark a patient's summary stale and a visit's content changed.
"""

from hlh_app.records.audit.actor import AuditMissingError, acting
from hlh_app.records.audit.installation import install, recorded_migration, uninstall

__all__ = ["AuditMissingError", "acting", "install", "recorded_migration", "uninstall"]
