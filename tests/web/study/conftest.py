"""Patients on ruxolitinib, entered through the services, their rows stored."""

from tests.records.study.conftest import enter

__all__ = ["enter"]
