
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dsr', '0061_comments_and_views'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='files', to='dsr.message'),
        ),
        migrations.AddField(
            model_name='submission',
            name='secret_renewed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
