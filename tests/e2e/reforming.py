"""What people do in a round of the reform index."""

from collections.abc import Mapping
from datetime import date

from playwright.sync_api import Locator

from .filing import a_pdf
from .person import Person

NEXT_STEP = "form[action$='/tiep/'] button"


def fold(person: Person, action: str) -> Locator:
    """The form of an action, its fold opened."""
    form = person.page.locator(f"form[action*='{action}']").first
    summary = form.locator("xpath=ancestor::details[1]/summary")
    if summary.count() and not form.is_visible():
        summary.click()
    return form


def fill_date(form: Locator, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        form.locator(f"[name='{name}-{part}']").fill(str(getattr(day, part)))


def open_card(person: Person, year: int) -> Person:
    """The card of the person's own agency."""
    person.go("/office/cchc/cham-diem/")
    row = person.page.locator("main tr", has=person.page.locator(f"a[href$='/cham-diem/{year}/']"))
    return person.press(row.locator("a[href*='/phieu/']"))


def open_criterion(person: Person, card: str, code: str) -> Person:
    return person.go(f"{card.split('?')[0]}{code}/")


def assess(person: Person, figures: Mapping[str, str | bool | date], *, reason: str = "") -> Person:
    """Draft the criterion that is open by its figures."""
    form = person.page.locator("form[action$='/cham/']")
    form.locator("[name=mode][value=figures]").check()
    for name, value in figures.items():
        if isinstance(value, date):
            fill_date(form, f"in_{name}", value)
        elif isinstance(value, bool):
            form.locator(f"[name=in_{name}]").set_checked(value)
        else:
            form.locator(f"[name=in_{name}]").fill(value)
    form.locator("[name=reason]").fill(reason)
    return person.press(form.locator("button"))


def add_document(person: Person, title: str) -> Person:
    """Upload a document as evidence of the criterion that is open."""
    form = fold(person, "/minh-chung/")
    form.locator("[name=file]").set_input_files(
        {"name": "minh-chung.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    form.locator("[name=title]").fill(title)
    return person.press(form.locator("button"))


def judge(person: Person, figures: Mapping[str, str | date], *, kind: str, reason: str) -> Person:
    """An appraiser's own view of the criterion that is open."""
    form = person.page.locator("form[action$='/tham-dinh/']:has([name=mode])")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("[name=mode][value=figures]").check()
    for name, value in figures.items():
        if isinstance(value, date):
            fill_date(form, f"in_{name}", value)
        else:
            form.locator(f"[name=in_{name}]").fill(value)
    form.locator("[name=reason_code]").select_option(kind)
    form.locator("[name=reason]").fill(reason)
    return person.press(form.locator("button"))


def declare_no_appeal(person: Person, card: str) -> Person:
    """The agency says that the round need not wait for it."""
    return person.go(card).press("form[action$='/khong-kien-nghi/'] button")


def agree_with_rest(person: Person, card: str) -> Person:
    """Agree on what waits in every area of a card."""
    for area in ("1", "2"):
        person.go(f"{card.split('?')[0]}?area={area}")
        person.say_yes("form[action*='/dong-y/'] button")
    return person


def advance(manager: Person, year: int, *, to: str) -> Person:
    """End the step and begin the next; ``to`` is what the round then says."""
    manager.go(f"/office/cchc/cham-diem/{year}/").press(NEXT_STEP)
    here = manager.page.locator("[aria-current=step]").inner_text()
    assert here == to, (here, manager.text()[:1500])
    return manager
