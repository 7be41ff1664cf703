"""Cards are issued once and no more than the sample needs; a wave is sent in the background, once to everybody."""

import subprocess
from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.urls import reverse

from motcua.notifications.api import Message
from motcua.platform import clock
from motcua.reform.surveys import letters
from motcua.reform.surveys.models import SurveyInvitation, SurveyWave
from motcua.reform.surveys.services import invitations, rounds, sampling
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.tasks import send
from motcua.reform.surveys.tests import helpers as h
from motcua.reform.surveys.tokens import code_of, grouped


@pytest.fixture
def target(province, monkeypatch):
    monkeypatch.setattr(invitations, "_AT_ONCE", 2)
    current = h.planned(agencies=("SKHCN",))
    found = h.drawn(current, "SKHCN", 5)
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    return found


def issue(target, number, batch=None):
    return sampling.issue_cards(target_id=target.pk, number=number, staff=None, now=h.NOW, batch=batch)


def ask(target, now=h.NOW):
    return invitations.ask_wave(target_id=target.pk, staff=h.staff(h.MANAGER), now=now)


def told():
    return Message.objects.filter(template="survey_invitation").count()


def test_the_button_pressed_twice_issues_the_cards_once(target):
    key = uuid4()
    first = issue(target, 2, key)
    assert [row.pk for row in issue(target, 2, key)] == [row.pk for row in first]
    assert len(issue(target, 1, uuid4())) == 1
    assert target.invitations.filter(via="card").count() == 3


def most_of(target):
    """How many more cards the refusal of too many names."""
    with pytest.raises(RoundRefused) as refused:
        issue(target, 2001)
    return refused.value.detail.get("most", refused.value.reason)


@pytest.fixture
def few(target):
    """Four answers are needed: cards for sixteen."""
    target.error = "1/2"
    target.save(update_fields=["error"])
    return target


def test_people_without_an_address_are_not_bounded_by_the_frame_of_those_with_one(target):
    # 400 answers of an endless population at five percent, four cards for each: not the frame of five.
    assert most_of(target) == 1600
    issue(target, 11)
    assert most_of(target) == 1589


def test_no_more_cards_are_issued_than_missing_answers_call_for(few):
    issue(few, 14)
    assert most_of(few) == 2
    issue(few, 2)
    assert most_of(few) == "enough_cards"


def test_a_card_that_reached_nobody_frees_its_place(few):
    for card in issue(few, 16):
        invitations.mark_unreachable(
            target_id=few.pk, invitation=card.uuid, staff=h.staff(h.MANAGER), now=h.NOW
        )
    assert most_of(few) == 16


def test_with_every_answer_no_card_is_missing(few):
    for card in issue(few, 4):
        h.answer(code_of(card.uuid))
    assert most_of(few) == "enough_cards"


def test_the_page_says_how_many_cards_can_be_issued_and_keeps_what_was_typed(as_user, few):
    manager, sample = as_user(h.MANAGER), reverse("surveys:sample", args=[few.uuid])
    assert 'name="batch"' in manager.get(sample).content.decode()
    cards = reverse("surveys:cards", args=[few.uuid])
    refused = manager.post(cards, {"number": "17", "batch": str(uuid4())})
    assert refused.status_code == 422
    assert (
        'value="17"' in refused.content.decode() and "tạo thêm nhiều nhất 16 thẻ" in refused.content.decode()
    )
    key = str(uuid4())
    for _ in range(2):
        assert manager.post(cards, {"number": "16", "batch": key}).status_code == 302
    assert SurveyInvitation.objects.filter(via="card").count() == 16
    refused = manager.post(cards, {"number": "1", "batch": str(uuid4())})
    assert "Không cần tạo thêm thẻ" in refused.content.decode()


def test_the_same_page_with_another_number_says_that_nothing_was_done_and_why(as_user, few):
    manager, cards = as_user(h.MANAGER), reverse("surveys:cards", args=[few.uuid])
    key = str(uuid4())
    assert manager.post(cards, {"number": "3", "batch": key}).status_code == 302
    refused = manager.post(cards, {"number": "5", "batch": key})
    assert refused.status_code == 422
    assert "đã tạo 3 thẻ" in refused.content.decode()
    assert SurveyInvitation.objects.filter(via="card").count() == 3
    other = str(refused.context["cards_form"]["batch"].value())
    assert other != key
    assert manager.post(cards, {"number": "5", "batch": other}).status_code == 302
    assert SurveyInvitation.objects.filter(via="card").count() == 8


def test_asking_sends_nothing_yet_and_asking_twice_is_one_wave(target):
    wave = ask(target)
    assert (wave.number, wave.addressed, wave.sent, told()) == (1, 5, 0, 0)
    assert ask(target) == wave
    with clock.at(h.NOW):
        for _ in range(2):
            send(wave=wave.pk)
    wave.refresh_from_db()
    assert (wave.sent, wave.ended_at is not None, told()) == (5, True, 5)


def test_an_interrupted_sending_goes_on_where_it_stopped(target, monkeypatch):
    wave, sent, real = ask(target), [], invitations._send

    def fail_at_the_fourth(*args):
        if len(sent) == 3:
            raise ConnectionError
        sent.append(args)
        real(*args)

    monkeypatch.setattr(invitations, "_send", fail_at_the_fourth)
    with pytest.raises(ConnectionError):
        invitations.go_on_sending(wave_id=wave.pk, now=h.NOW)
    wave.refresh_from_db()
    assert (wave.sent, told()) == (2, 2)
    monkeypatch.setattr(invitations, "_send", real)
    assert invitations.go_on_sending(wave_id=wave.pk, now=h.NOW).sent == 5
    assert set(SurveyInvitation.objects.values_list("waves", "state")) == {(1, "sent")}


def test_who_has_answered_meanwhile_or_came_later_is_not_addressed(target):
    h.send(target)
    later = h.NOW + timedelta(days=2)
    wave = ask(target, later)
    h.answer(h.code_of(target.invitations.order_by("pk").first().uuid))
    issue(target, 1)
    assert invitations.go_on_sending(wave_id=wave.pk, now=later).sent == 4


def test_the_end_of_the_round_ends_the_sending(target):
    wave = ask(target)
    h.closed(target.round)
    invitations.go_on_sending(wave_id=wave.pk, now=h.NOW)
    wave.refresh_from_db()
    assert (wave.sent, wave.ended_at is not None) == (0, True)


def test_the_page_shows_how_far_the_sending_is(as_user, target):
    manager, sample = as_user(h.MANAGER), reverse("surveys:sample", args=[target.uuid])
    button = reverse("surveys:send", args=[target.uuid])
    assert manager.post(button).status_code == 302
    wave = SurveyWave.objects.get()
    invitations._send_some(wave.pk, h.NOW)
    page = manager.get(sample).content.decode()
    assert '<progress max="5" value="2"' in page
    assert button in page
    send(wave=wave.pk)
    assert "<progress" not in manager.get(sample).content.decode()


def test_answers_between_two_files_let_no_letter_fall_out(as_user, target, monkeypatch):
    target.invitations.all().delete()
    rows = issue(target, 124)
    printed = []
    monkeypatch.setattr(
        letters, "render_pdf", lambda *, data, **_rest: printed.append(data["cards"]) or b"%PDF"
    )

    def print_part(part):
        pdf = letters.print_letters(target=target, part=part, staff=h.staff(h.MANAGER), now=h.NOW)
        return {card["code"] for card in printed.pop()} if pdf else set()

    first = print_part(1)
    for row in rows[20:33]:
        h.answer(code_of(row.uuid))
    second = print_part(2)
    assert (len(first), len(second)) == (100, 24)
    assert first | second == {grouped(code_of(row.uuid)) for row in rows}
    assert len(print_part(1)) == 87
    assert print_part(3) == set()
    for row in rows[50:70]:
        h.answer(code_of(row.uuid))
    # 91 wait: fewer than a hundred, and the second file is still offered.
    page = as_user(h.MANAGER).get(reverse("surveys:sample", args=[target.uuid])).content.decode()
    assert 'name="part" value="2"' in page


def test_a_letter_speaks_the_language_of_the_frame(province):
    current = h.planned(agencies=("SKHCN",))
    people = [
        sampling.Candidate(
            contact=sampling.Contact(name=name, address="12 Example Street", language=language)
        )
        for name, language in (("Nguyễn Văn Mẫu", "vi"), ("Jane Example", "en"))
    ]
    target = h.target_of(current, "SKHCN")
    sampling.import_frame(target_id=target.pk, candidates=people, staff=None, now=h.NOW)
    sampling.draw_sample(target_id=target.pk, error=Fraction(1, 20), staff=None, now=h.NOW, seed="a")
    sampling.issue_cards(target_id=target.pk, number=3, staff=None, now=h.NOW)
    pdf = letters.print_letters(target=target, part=1, staff=h.staff(h.MANAGER), now=h.NOW)
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = read.stdout.decode().rstrip("\f").split("\f")
    assert len(pages) == 3
    by_name = {name: page for page in pages[:2] for name in ("Jane", "Nguyễn Văn Mẫu") if name in page}
    assert "INVITATION TO A SURVEY" in by_name["Jane"] and "Kính gửi" not in by_name["Jane"]
    assert "Kính gửi" in by_name["Nguyễn Văn Mẫu"]
