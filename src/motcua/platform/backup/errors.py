"""The one way in which backup and restore say no."""


class BackupRefused(Exception):
    """Nothing was changed; the text tells the operator why and what to do."""
