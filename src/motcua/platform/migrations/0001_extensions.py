"""PostgreSQL extensions that search needs: accents folded away, trigrams for typing errors;
and B-tree classes for GiST, so that one procedure cannot have two versions in force on a day."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [UnaccentExtension(), TrigramExtension(), BtreeGistExtension()]
