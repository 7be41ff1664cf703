"""Encryption at rest, notes on every field, change of keys."""

import pytest
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection

from motcua.platform.privacy import api
from motcua.platform.privacy.fields import decrypt_text, encrypt_text

# Looked up by name: this floor imports nothing from the rooms above it.
Person = apps.get_model("identity", "Person")
OURS = [app.label for app in apps.get_app_configs() if app.name.startswith("motcua.")]


def test_every_stored_field_has_a_privacy_note():
    assert api.find_unannotated(app_labels=OURS) == []


def test_no_privacy_note_outlives_its_field():
    assert api.find_stale(app_labels=OURS) == []


@pytest.mark.parametrize("label", OURS)
def test_personal_fields_say_what_for_and_how_long(label):
    for fields in api.notes_of(app=apps.get_app_config(label)).values():
        for name, note in fields.items():
            if note.sensitivity != api.Sensitivity.NONE:
                assert note.purpose and note.retention, name


def test_a_number_with_blanks_has_the_same_hash_as_without():
    assert api.lookup_hash("099 085 001234") == api.lookup_hash("099085001234")


def test_the_hash_depends_on_the_key_of_the_installation(settings):
    before = api.lookup_hash("099085001234")
    settings.LOOKUP_KEY = "another"
    assert api.lookup_hash("099085001234") != before


def test_an_old_key_still_opens_what_it_wrote(settings):
    settings.DATA_KEYS = ["old"]
    kept = encrypt_text("099085001234")
    settings.DATA_KEYS = ["new", "old"]
    assert decrypt_text(kept) == "099085001234"
    settings.DATA_KEYS = ["new"]
    with pytest.raises(InvalidToken):
        decrypt_text(kept)


@pytest.mark.django_db
def test_after_reencryption_the_old_key_may_go(settings):
    settings.DATA_KEYS = ["old"]
    for number in range(5):
        Person.objects.create(full_name="Ai Đó", id_number=f"09908500000{number}")
    settings.DATA_KEYS = ["new", "old"]
    assert api.reencrypt_all(batch=2) == 5
    settings.DATA_KEYS = ["new"]
    assert sorted(Person.objects.values_list("id_number", flat=True))[-1] == "099085000004"


@pytest.mark.django_db
def test_a_lost_key_is_named_and_not_a_riddle(settings):
    Person.objects.create(full_name="Ai Đó", id_number="099085001234")
    settings.DATA_KEYS = ["lost"]
    with pytest.raises(api.UnknownDataKey, match=r"identity\.Person\.id_number"):
        Person.objects.get()


@pytest.mark.django_db
def test_the_database_holds_no_number_in_the_clear():
    Person.objects.create(full_name="Ai Đó", id_number="099085001234")
    with connection.cursor() as cursor:
        cursor.execute("select id_number from identity_person")
        assert "0990" not in cursor.fetchone()[0]
