"""Signatures beside data files, with real keys, real timestamps and OpenSSL as a second judge."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from motcua.platform.signing import api

AT = datetime(2023, 1, 5, 3, 4, 5, tzinfo=UTC)
CONTENT = '{"index":"86.04","name":"Sở Khoa học và Công nghệ"}'.encode()
SEAL = api.SigningKey(name="seal:SNV", kind=api.KeyKind.SEAL)


@pytest.fixture(autouse=True)
def keys(signing_twins):
    signing_twins("seal:SNV", "Sở Nội vụ", kind="seal", organisation="Sở Nội vụ")


@pytest.fixture
def signature():
    return api.sign_bytes(content=CONTENT, key=SEAL, at=AT)


def test_a_signed_file_is_valid_with_signer_and_time(signature):
    verdict = api.verify_bytes(content=CONTENT, signature=signature)
    (info,) = verdict.signatures
    assert verdict.status == api.Status.VALID
    assert (info.signer, info.organisation) == ("Con dấu Sở Nội vụ", "Sở Nội vụ")
    assert info.timestamped_at == AT
    assert CONTENT not in signature


@pytest.mark.parametrize("changed", [CONTENT.replace(b"86.04", b"86.05"), CONTENT + b" ", b""])
def test_other_content_is_altered(signature, changed):
    assert api.verify_bytes(content=changed, signature=signature).status == api.Status.ALTERED


# Certificates of the issuers travel with it for convenience; nobody's verdict hangs on those bytes.
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.7, 0.9, 0.999])
def test_a_changed_byte_of_the_signature_is_never_called_valid(signature, share):
    broken = bytearray(signature)
    broken[int(len(broken) * share)] ^= 1
    assert api.verify_bytes(content=CONTENT, signature=bytes(broken)).status != api.Status.VALID


@pytest.mark.parametrize("rubbish", [b"hello", b"\x30\x80", b"\x00" * 1000])
def test_rubbish_in_its_place_is_altered(rubbish):
    assert api.verify_bytes(content=CONTENT, signature=rubbish).status == api.Status.ALTERED


def test_nothing_in_its_place_is_unsigned():
    assert api.verify_bytes(content=CONTENT, signature=b"").status == api.Status.UNSIGNED


def test_bytes_behind_the_signature_are_not_overlooked(signature):
    assert api.verify_bytes(content=CONTENT, signature=signature + b"x").status == api.Status.ALTERED


def test_a_signature_of_another_authority_is_unknown(settings, tmp_path):
    ours = settings.DATA_DIR
    settings.DATA_DIR = tmp_path
    api.ensure_demo_authority(tmp_path)
    api.issue_demo_key(
        name="seal:SNV", common_name="Sở Nội vụ", organisation="Sở Nội vụ", kind=api.KeyKind.SEAL
    )
    foreign = api.sign_bytes(content=CONTENT, key=SEAL, at=AT)
    settings.DATA_DIR = ours
    assert api.verify_bytes(content=CONTENT, signature=foreign).status == api.Status.UNKNOWN


def test_a_revoked_key_keeps_earlier_signatures_and_loses_later_ones(signing_twins):
    signing_twins("seal:CU", "Sở cũ", kind="seal")
    key = api.SigningKey(name="seal:CU", kind=api.KeyKind.SEAL)
    before = api.sign_bytes(content=CONTENT, key=key, at=AT)
    api.revoke_demo_key(name="seal:CU", at=AT + timedelta(days=1))
    after = api.sign_bytes(content=CONTENT, key=key, at=AT + timedelta(days=2))
    verdicts = [api.verify_bytes(content=CONTENT, signature=each).status for each in (before, after)]
    assert verdicts == [api.Status.VALID, api.Status.UNKNOWN]


def test_a_missing_key_is_a_permanent_failure():
    with pytest.raises(api.SigningUnavailable) as failure:
        api.sign_bytes(content=CONTENT, key=api.SigningKey(name="seal:KHONG", kind=api.KeyKind.SEAL), at=AT)
    assert not failure.value.temporary


def test_an_authority_that_is_down_is_a_passing_failure(settings):
    settings.TIMESTAMPING_URL = "http://127.0.0.1:9/tsa"
    with pytest.raises(api.SigningUnavailable) as failure:
        api.sign_bytes(content=CONTENT, key=SEAL, at=AT)
    assert failure.value.temporary


def test_openssl_agrees(signature, tmp_path, settings):
    (tmp_path / "a.json").write_bytes(CONTENT)
    (tmp_path / "a.p7s").write_bytes(signature)
    folder = Path(settings.DATA_DIR) / "signing"
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "a.p7s"]
    command += ["-content", tmp_path / "a.json", "-out", "/dev/null", "-purpose", "any"]
    command += ["-CAfile", folder / "trust" / "demo-root.pem"]
    command += ["-certfile", folder / "intermediates" / "demo-issuing.pem"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
