"""What staff do with a dossier in the office."""

from .person import Person

STEP_BUTTON = "section:has(> #work) form[action*='/buoc/'] button.btn-primary"
SIGNING_TRIES = 120


def open_in_office(person: Person, code: str) -> Person:
    """Find the dossier as staff do, by its code."""
    person.go(f"/office/ho-so/?q={code}")
    return person.press("main table a.text-code")


def receive(person: Person) -> str:
    """Receive the submission that is open; the official code."""
    person.press("form[action$='/tiep-nhan/'] button.btn-primary")
    return person.page.locator("h1").inner_text().strip()


def assign(person: Person, name: str) -> Person:
    person.page.locator("select[name=assignee]").select_option(label=name)
    return person.press(STEP_BUTTON)


def draft(person: Person) -> Person:
    """Save the draft that the template suggests."""
    person.press("section:has(> #work) a[href$='/du-thao/']")
    person.press("main form .btn-primary")
    return person


def finish_step(person: Person) -> Person:
    """Finish one's step and wait until the signature, if there is one, is put."""
    step = person.page.locator("#work").inner_text()
    person.press(STEP_BUTTON)
    return person.until(lambda: person.page.locator("#work").inner_text() != step, tries=SIGNING_TRIES)
