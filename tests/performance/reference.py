"""The yardstick page: Django's stock ListView, five queries, 90 results in six columns.

Nothing of ours is in it: |date and |floatformat in a plain Bootstrap table. The pages are
measured against it in the same run, on the same data.
"""

from django.contrib.auth.models import AnonymousUser
from django.views.generic import ListView

from hlh_app.accounts.models import Centre
from hlh_app.records.models import Event, Exposure, Finding, Observation, Patient


class ReferenceView(ListView):
    """Four small queries and one of 90 rows."""

    template_name = "reference/list.html"
    context_object_name = "results"

    def get_queryset(self):
        return Observation.objects.filter(patient_id=self.kwargs["pk"]).order_by("-measured_at")[
            :90
        ]

    def get_context_data(self, **kwargs):
        pk = self.kwargs["pk"]
        patient = Patient.objects.get(pk=pk)
        return super().get_context_data(
            patient=patient,
            centre=Centre.objects.get(pk=patient.centre_id),
            findings=list(Finding.objects.filter(patient_id=pk)),
            facts=[*Exposure.objects.filter(patient_id=pk), *Event.objects.none()],
            user=AnonymousUser(),
            **kwargs,
        )
