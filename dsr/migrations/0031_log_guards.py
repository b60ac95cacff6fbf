import secrets

from django.db import migrations

from dsr.evidence import guards


def salt_and_queue(apps, schema_editor):
    """Give events of before a salt of their own, and queue them for the log."""
    event, queue = apps.get_model("dsr", "Event"), apps.get_model("dsr", "LogQueue")
    for pk in event.objects.order_by("pk").values_list("pk", flat=True).iterator():
        event.objects.filter(pk=pk).update(salt=secrets.token_bytes(16))
        queue.objects.create(event_id=pk)


def guard(apps, schema_editor):
    guards.install(schema_editor.connection)


def unguard(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in guards.removal(schema_editor.connection.vendor):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("dsr", "0030_log_tables")]

    operations = [
        migrations.RunPython(salt_and_queue, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
