"""A drawing is remembered by what it says: a number that comes again never brings another's drawing along."""

from motcua.onestop.processes import bpmn
from motcua.onestop.processes.models import ProcessVersion
from motcua.onestop.processes.services import load_process
from motcua.onestop.processes.services.opening import drawing_of, get_version, steps_of
from motcua.onestop.processes.tests.factories import NOW
from motcua.onestop.processes.tests.test_engine import LONG, USUAL, rows


def test_a_number_that_comes_again_brings_its_own_drawing(db):
    first = load_process(key="first", steps=rows(USUAL), now=NOW)
    drawn = drawing_of(get_version(first.pk))
    number = first.pk
    first.delete()
    # What a sequence that starts anew does: after a flush, or in another database of the same process.
    other = load_process(key="other", steps=rows(LONG), now=NOW)
    ProcessVersion.objects.filter(pk=other.pk).update(id=number)
    found = get_version(number)
    assert drawing_of(found) != drawn
    assert bpmn.digest(drawing_of(found)) == found.digest == other.digest
    assert len(steps_of(found)) == len(LONG)


def test_a_known_drawing_is_not_read_again(db, django_assert_num_queries):
    version = load_process(key="first", steps=rows(USUAL), now=NOW)
    drawing_of(version)
    with django_assert_num_queries(1):
        assert drawing_of(get_version(version.pk)) == version.bpmn
