from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_the_further_facts")]

    operations = [
        migrations.AddField(
            model_name="patientsummary",
            name="tasks",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="patientsummary",
            name="handover",
            field=models.JSONField(default=list),
        ),
    ]
