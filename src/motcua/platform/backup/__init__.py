"""Backup and restore of an installation: database, files, keys; checked, and encrypted when asked.

See docs/howto/backup-and-restore.md.
"""

from motcua.platform.backup.errors import BackupRefused
from motcua.platform.backup.services import Report, create, restore

__all__ = ["BackupRefused", "Report", "create", "restore"]
