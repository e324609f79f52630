"""Cohorts under a name: who saves, what is refused, and what the trail tells."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError

from hlh_app.accounts.models import Role
from hlh_app.records.models import AuditEntry, SavedCohort
from hlh_app.records.selectors import study
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.saved_cohorts import (
    may_save,
    rename_cohort,
    save_cohort,
    withdraw_cohort,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(clinician, centre):
    def make(name="EBV", **fields):
        usual = {"actor": clinician, "centre": centre, "definition": "ebv=yes"}
        return save_cohort(name=name, **(usual | fields))

    return make


def names(user):
    return [cohort.name for cohort in study.saved_cohorts(user)]


class TestWho:
    def test_a_clinician_or_reviewer_saves_and_every_reader_sees(
        self, save, clinician, reviewer, reader
    ):
        save("By a clinician"), save("By a reviewer", actor=reviewer)
        for user in (clinician, reviewer, reader):
            assert names(user) == ["By a clinician", "By a reviewer"]

    @pytest.mark.parametrize("role", [Role.READER, Role.MANAGER])
    def test_others_of_the_centre_change_nothing(self, save, make_user, centre, role):
        user, kept = make_user(role, centre), save()
        assert not may_save(user, centre)
        for write in (
            lambda: save("Another", actor=user),
            lambda: rename_cohort(actor=user, cohort=kept, name="x"),
            lambda: withdraw_cohort(actor=user, cohort=kept),
        ):
            with pytest.raises(PermissionDenied):
                write()
        assert list(SavedCohort.objects.values_list("name", "withdrawn_at")) == [("EBV", None)]

    def test_nor_does_a_clinician_elsewhere_who_sees_none(self, save, make_user, other_centre):
        elsewhere, kept = make_user(Role.CLINICIAN, other_centre), save()
        assert names(elsewhere) == []
        with pytest.raises(PermissionDenied):
            withdraw_cohort(actor=elsewhere, cohort=kept)


class TestNames:
    def test_are_kept_without_needless_blanks(self, save):
        assert save("  EBV   only ").name == "EBV only"

    @pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\0b"])
    def test_that_cannot_be_kept(self, save, name):
        with pytest.raises(Refused) as refused:
            save(name)
        assert list(refused.value.errors) == ["name"]

    def test_one_name_once_a_centre_whoever_saves(self, save, reviewer):
        save("EBV")
        with pytest.raises(Refused, match="EBV already"):
            save("EBV", actor=reviewer)
        assert SavedCohort.objects.count() == 1

    def test_the_same_in_another_centre(self, save, make_user, other_centre):
        save("EBV")
        save("EBV", actor=make_user(Role.CLINICIAN, other_centre), centre=other_centre)
        assert SavedCohort.objects.count() == 2

    def test_a_name_is_free_again_once_withdrawn(self, save, clinician, reader):
        withdraw_cohort(actor=clinician, cohort=save("EBV"))
        assert names(reader) == []
        again = save("EBV", definition="ebv=no")
        assert [cohort.pk for cohort in study.saved_cohorts(reader)] == [again.pk]


class TestChanging:
    def test_another_name(self, save, reviewer, reader):
        rename_cohort(actor=reviewer, cohort=save(), name="EBV only")
        assert names(reader) == ["EBV only"]

    def test_to_the_name_it_has(self, save, clinician):
        kept = save()
        rename_cohort(actor=clinician, cohort=kept, name="EBV")
        assert AuditEntry.objects.filter(table="savedcohort", row_id=kept.pk).count() == 1

    def test_not_to_a_name_in_use(self, save, clinician, reader):
        save("Other")
        with pytest.raises(Refused, match="Other already"):
            rename_cohort(actor=clinician, cohort=save(), name="Other")
        assert names(reader) == ["EBV", "Other"]

    def test_what_was_withdrawn_meanwhile_is_not_changed(self, save, clinician):
        kept = save()
        withdraw_cohort(actor=clinician, cohort=kept)
        for write in (
            lambda: rename_cohort(actor=clinician, cohort=kept, name="x"),
            lambda: withdraw_cohort(actor=clinician, cohort=kept),
        ):
            with pytest.raises(Refused, match="withdrawn meanwhile"):
                write()

    @pytest.mark.parametrize("definition", ["x" * 4001, "ebv=\0"])
    def test_a_definition_that_cannot_be_kept(self, save, definition):
        with pytest.raises(Refused):
            save(definition=definition)


class TestTrail:
    def test_tells_who_saved_renamed_and_withdrew(self, save, clinician, reviewer):
        kept = save()
        rename_cohort(actor=reviewer, cohort=kept, name="EBV only")
        withdraw_cohort(actor=clinician, cohort=kept)
        entries = AuditEntry.objects.filter(table="savedcohort", row_id=kept.pk).order_by("pk")
        assert [entry.actor for entry in entries] == ["clinician", "reviewer", "clinician"]
        assert entries[1].new == {"name": "EBV only"}
        assert list(entries[2].new) == ["withdrawn_at"]

    def test_nothing_is_deleted(self, save):
        kept = save()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_savedcohort WHERE id = %s", [kept.pk])
