"""Write all encrypted personal data again with the newest data key."""

from django.core.management.base import BaseCommand

from motcua.platform.privacy.rotation import reencrypt_all


class Command(BaseCommand):
    help = "Encrypt all personal data with the first key of MOTCUA_DATA_KEY; the others may then be dropped."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{reencrypt_all()} rows written with the first key")
