"""What may be written in the admin is written under the name of whoever is signed in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.admin import ModelAdmin
from django.urls import reverse

from hlh_app.accounts.models import Centre, Membership, Role, User
from hlh_app.accounts.services import give_role
from hlh_app.records.models import AuditEntry, PatientSummary, ReferenceInterval

pytestmark = pytest.mark.django_db
ADD = "admin:records_referenceinterval_add"


@pytest.fixture
def managing(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def given(centre) -> dict[str, object]:
    return {
        "centre": centre.pk,
        "analyte": "ferritin",
        "laboratory": "Central",
        "assay": "",
        "unit": "ng/ml",
        "low": "30",
        "high": "400",
        "sex": "",
        "from_age_days": "0",
        "to_age_days": "55000",
    }


class TestIntervals:
    def test_a_manager_sets_one(self, managing, given, patient):
        PatientSummary.objects.create(patient=patient, stale=False)
        assert managing.post(reverse(ADD), given).status_code == 302
        interval = ReferenceInterval.objects.get()
        assert (interval.unit, interval.high, interval.configured) == ("ng/mL", 400, True)
        entry = AuditEntry.objects.get(table="referenceinterval")
        assert (entry.actor, entry.action, entry.new["high"]) == ("manager", "insert", 400)
        assert PatientSummary.objects.get().stale

    def test_a_manager_changes_and_removes_one(self, managing, given, opened):
        managing.post(reverse(ADD), given)
        interval = ReferenceInterval.objects.get()
        change = reverse("admin:records_referenceinterval_change", args=[interval.pk])
        assert managing.post(change, given | {"high": "350"}).status_code == 302
        entry = AuditEntry.objects.filter(table="referenceinterval").first()
        assert (entry.actor, entry.old["high"], entry.new["high"]) == ("manager", 400, 350)
        text = opened(managing, interval).content.decode()
        assert "<del>400</del> → <ins>350</ins>" in " ".join(text.split())
        remove = reverse("admin:records_referenceinterval_delete", args=[interval.pk])
        assert managing.post(remove, {"post": "yes"}).status_code == 302
        entry = AuditEntry.objects.filter(table="referenceinterval").first()
        assert (entry.actor, entry.action) == ("manager", "delete")

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"unit": "kg"}, "kg"),
            ({"low": "500"}, "The upper limit is below the lower limit."),
            ({"low": "", "high": ""}, "Enter a lower limit, an upper limit, or both."),
            ({"analyte": "hope"}, "hope is not one of the available choices"),
            ({"high": "1e400"}, "number"),
            ({"high": "many"}, "Enter a number."),
            ({"from_age_days": "10", "to_age_days": "9"}, "ages_in_order"),
        ],
    )
    def test_nonsense_is_refused_with_the_reason(self, managing, given, wrong, said):
        response = managing.post(reverse(ADD), given | wrong)
        assert response.status_code == 200
        assert said in response.content.decode()
        assert not ReferenceInterval.objects.exists()

    def test_not_in_another_centre(self, managing, given, other_centre):
        response = managing.post(reverse(ADD), given | {"centre": other_centre.pk})
        assert response.status_code == 200
        assert not ReferenceInterval.objects.exists()

    def test_a_second_one_for_the_same_ages_is_refused(self, managing, given):
        managing.post(reverse(ADD), given)
        assert managing.post(reverse(ADD), given).status_code == 200
        assert ReferenceInterval.objects.count() == 1

    def test_a_manager_of_one_centre_only_reads_in_another(
        self, client, manager, given, other_centre
    ):
        give_role(user=manager, centre=other_centre, role=Role.REVIEWER)
        interval = ReferenceInterval.objects.create(
            centre=other_centre, analyte="crp", unit="mg/L", high=5
        )
        client.force_login(User.objects.get(pk=manager.pk))
        change = reverse("admin:records_referenceinterval_change", args=[interval.pk])
        page = client.get(change)
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert client.post(change, given).status_code == 403


class TestAccounts:
    """The pages of accounts know nothing of the audit; their writes carry the name all the same."""

    def test_a_centre_changed_in_the_admin(self, managing, centre):
        change = reverse("admin:accounts_centre_change", args=[centre.pk])
        fields = {"name": "Wien", "time_zone": "Europe/Vienna", "fever_threshold": "38.0"}
        assert managing.post(change, fields).status_code == 302
        entry = AuditEntry.objects.filter(table="centre").first()
        assert entry.actor == "manager"
        assert entry.new == {"name": "Wien", "fever_threshold": pytest.approx(38)}
        assert Centre.objects.get().fever_threshold == Decimal("38.0")

    def test_a_password_changed_by_its_user(self, client, clinician):
        client.force_login(clinician)
        new = "another-horse-8-battery"
        client.post(
            reverse("account_change_password"),
            {"oldpassword": "correct-horse-7-battery", "password1": new, "password2": new},
        )
        assert User.objects.get(pk=clinician.pk).check_password(new)
        entry = AuditEntry.objects.filter(table="user").first()
        assert (entry.actor, entry.new) == ("clinician", {"password": "changed"})

    def test_a_failing_page_leaves_nothing(self, managing, centre, monkeypatch):
        def fails(*args: object, **kwargs: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(ModelAdmin, "log_change", fails)
        change = reverse("admin:accounts_centre_change", args=[centre.pk])
        fields = {"name": "Wien", "time_zone": "Europe/Vienna", "fever_threshold": "38.0"}
        with pytest.raises(ZeroDivisionError):
            managing.post(change, fields)
        assert Centre.objects.get().name == "Vienna"
        assert AuditEntry.objects.filter(table="centre").count() == 1
        assert Membership.objects.count() == 1
