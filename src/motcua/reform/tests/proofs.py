"""Opens what records name for those who judge: a link that a reader is shown is one that opens."""

from django.test import Client

from motcua.identity.api import list_agencies, list_staff_accounts
from motcua.platform.indicators.api import list_indicators

JUDGES = ("quanly.cchc", "thamdinh", "hoidong", "kiemtra")


def proofs_of(*rooms, periods):
    """The addresses for those who judge, of every agency's records of the rooms' indicators."""
    return {
        record.proof_url
        for indicator in list_indicators()
        if indicator.key.partition(".")[0] in rooms
        for agency in list_agencies()
        for period in periods
        for record in indicator.records(agency.code, period)
        if record.proof_url
    }


def closed_to_judges(addresses):
    """``(who, address, status)`` of each that does not open."""
    people = {account.username: account for account in list_staff_accounts()}
    found = []
    for who in JUDGES:
        client = Client()
        client.force_login(people[who], backend="motcua.identity.backends.PasswordBackend")
        answers = ((address, client.get(address).status_code) for address in addresses)
        found += [(who, address, status) for address, status in answers if status != 200]
    return found
