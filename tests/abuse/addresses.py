"""Every address of the house, and who may open the ones that name a thing of somebody's.

An address with an id that no table below knows makes the tests fail: whoever adds one says here whose it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Where the id of an address comes from: (name of the address or of its room, argument) → key of the house.
IDS = {
    ("portal", "uuid"): "dossier",
    ("portal:document", "uuid"): "document",
    ("portal:attachment", "uuid"): "attachment",
    ("forms", "uuid"): "draft",
    ("forms", "attachment"): "draft_attachment",
    ("office", "uuid"): "dossier",
    ("office", "item_uuid"): "item",
    ("office", "file_uuid"): "attachment",
    ("office", "document_uuid"): "document",
    ("proof", "uuid"): "dossier",
    ("notifications", "message_uuid"): "message",
    ("identity", "uuid"): "representation",
    ("identity", "office_id"): "office",
    ("identity:staff_member", "uuid"): "staff",
    ("identity:add_office", "uuid"): "staff",
    ("identity:open_again", "uuid"): "staff",
    ("identity:revoke_delegation", "uuid"): "delegation",
    ("identity:delegation_document", "uuid"): "delegation",
    ("calendar", "day_id"): "day",
    ("procedures", "key"): "key",
    ("procedures", "number"): "number",
    ("forms", "key"): "key",
    ("ui", "view_id"): "view",
    ("register", "uuid"): "book",
    ("books", "book_id"): "number_book",
    ("postal", "uuid"): "delivery",
    ("", "pk"): "passkey",
}
# Arguments that name nothing anybody owns; the uuid is nobody's.
PLAIN = {
    "uuid": "01a20000-0000-7000-8000-000000000000",
    "former": "01a20000-0000-7000-8000-000000000000",
    "page": "co-so",
    "slug": "dung",
    "provider_id": "vneid",
    "token": "a:b:c",
    "code": "AAAA-BBBB-CCCC",
    "key": "1:2:3",
    "uidb36": "zz",
    "item": "01a20000-0000-7000-8000-000000000000",
    "ballot": "01a20000-0000-7000-8000-000000000000",
    "piece": "01a20000-0000-7000-8000-000000000000",
    "kind": "xlsx",
    "year": "2022",
    "step": "open",
    "area": "1",
    "version": "1",
    "act": "report",
    "pk": "1",
    "name": "index.csv",
    "number": "1",
}

# A thing of one citizen: other citizens and all staff are told that there is none.
OF_A_CITIZEN = frozenset(
    {
        "portal:dossier",
        "portal:supplement",
        "portal:withdraw",
        "portal:rate",
        "portal:document",
        "portal:attachment",
        "forms:tasks",
        "forms:review",
        "forms:receipt",
        "forms:delete",
        "forms:restore",
        "forms:attachment",
        "forms:page",
        "notifications:message",
        "identity:end_representation",
        "identity:own_document",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)
# A thing of one agency: citizens and officers of other agencies are told that there is none.
OF_AN_AGENCY = frozenset(
    {
        "office:dossier",
        "office:progress",
        "office:receive",
        "office:draft",
        "office:preview_draft",
        "office:control_slip",
        "office:process",
        "office:comment",
        "office:file",
        "office:document",
        "office:finish_step",
        "office:take_step",
        "office:hand_step_over",
        "office:send_back",
        "office:act",
        "books:close",
        "postal:item",
        "postal:hand_over",
        "postal:cancel",
        "postal:send_again",
        "register:print",
        "register:progress",
        "register:download",
        "identity:staff_member",
        "identity:add_office",
        "identity:open_again",
        "identity:change_role",
        "identity:end_office",
        "identity:revoke_delegation",
        "identity:delegation_document",
    }
)
# A thing that holders of one role share, in any agency: everybody else is kept out.
OF_A_ROLE = frozenset(
    {
        "identity:document",
        "identity:decide_authority",
        "proof:dossier",
        "calendar:edit",
        "calendar:remove",
        "procedures:office_start",
        "procedures:office_edit",
        "procedures:office_publish",
        "procedures:office_discard",
        "procedures:office_confirm",
        "forms:office_form",
        "forms:office_edit",
    }
)
# What every member of staff may read and no citizen.
OF_STAFF = frozenset({"procedures:office_procedure", "procedures:office_version"})
# Public by intention: what is there is public, or the address itself is the secret.
PUBLIC = frozenset(
    {
        "procedures:json",
        "procedures:detail",
        "forms:start",
        "verify_code",
        "papers_verify_code",
        "reform_index_year",
        "reform_index_agency",
        "reform_index_download",
        "reform_index_former",
        "reform_index_former_download",
        "survey_answers:form",
        "portal:tracked",
        "portal:rate_tracked",
        "eid_login",
        "eid_callback",
        "account_confirm_email",
        "account_reset_password_from_key",
        "nothing_here",
    }
)
# Answers the same to everybody and touches only rows of whoever asks.
OWN_ROWS_ONLY = frozenset({"ui:forget_view", "ui:change_view", "ui:saved_views"})

# Rooms of the reform: ``test_reform_things.py`` tries real things of theirs on strangers, wrong roles and other
# agencies, beside the tests of each room. Here their addresses meet strange requests.
TRIED_IN_THEIR_ROOM = frozenset(
    {
        "editions",
        "season",
        "results",
        "surveys",
        "plan",
        "inspections",
        "initiatives",
        "reports",
        "papers",
    }
)

CLASSES = (OF_A_CITIZEN, OF_AN_AGENCY, OF_A_ROLE, OF_STAFF, PUBLIC, OWN_ROWS_ONLY)


@dataclass(frozen=True)
class Address:
    """One address of the resolver; ``route`` as written there, ``arguments`` in its order."""

    name: str
    route: str
    arguments: tuple[str, ...]

    @property
    def classes(self) -> int:
        return sum(self.name in one for one in CLASSES) + (self.room in TRIED_IN_THEIR_ROOM)

    @property
    def room(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else ""

    def url(self, values: dict[str, object]) -> str:
        """The address with the ids of ``values``."""
        path = self.route
        for argument in self.arguments:
            value = str(values[self._key(argument)]) if self._key(argument) else PLAIN[argument]
            path = re.sub(rf"<\w+:{argument}>|\(\?P<{argument}>[^)]*\)", value, path)
        return "/" + path.replace("^", "").replace("$", "")

    def url_with(self, arguments: dict[str, object]) -> str:
        """The address with these arguments; what is not named there is nobody's."""
        path = self.route
        for argument in self.arguments:
            path = re.sub(rf"<\w+:{argument}>", str({**PLAIN, **arguments}[argument]), path)
        return "/" + path

    def _key(self, argument: str) -> str:
        return IDS.get((self.name, argument)) or IDS.get((self.room, argument), "")


def all_addresses() -> Iterator[Address]:
    """Every address but those of Django's administration, which has its own rules and only superusers."""
    return _walk(get_resolver().url_patterns, space="", before="")


def address_of(name: str) -> Address:
    """The address with this full name, such as ``portal:dossier``."""
    return next(one for one in all_addresses() if one.name == name)


def _walk(patterns: list[URLPattern | URLResolver], *, space: str, before: str) -> Iterator[Address]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            arguments = tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern)))
            inherited = tuple(re.findall(r"<(?:\w+:)?(\w+)>", before))
            yield Address(f"{space}{entry.name or route}", route, inherited + arguments)
        elif entry.app_name != "admin":
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, space=inner, before=route)
