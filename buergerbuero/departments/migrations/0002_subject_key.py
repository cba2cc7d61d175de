from typing import Any

from django.db import migrations, models

from buergerbuero.accounts.models import new_key


def give_keys(apps: Any, _editor: Any) -> None:
    for subject in apps.get_model("departments", "Subject").objects.all():
        subject.key = new_key()
        subject.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = (("departments", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="subject",
            name="key",
            field=models.CharField(default="", editable=False, max_length=22),
            preserve_default=False,
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="subject",
            name="key",
            field=models.CharField(default=new_key, editable=False, max_length=22, unique=True),
        ),
    )
