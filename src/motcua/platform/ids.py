"""Identifiers shown outside: UUID version 7, so that indexes stay in time order."""

import uuid

from uuid_utils.compat import uuid7


def new_uuid() -> uuid.UUID:
    return uuid7()
