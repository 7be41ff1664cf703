"""Drawings made from a procedure's steps, and the rules about steps."""

import pytest
from lxml import etree

from motcua.onestop.processes import bpmn
from motcua.onestop.processes.rules.steps import (
    ProcessRefused,
    earlier_steps,
    is_last_signature,
    is_submission,
    next_step,
    plan_steps,
)
from motcua.onestop.processes.tests.test_engine import LONG, USUAL, drawing, rows


def test_kinds_follow_from_role_and_place():
    assert [step.kind for step in plan_steps(rows=rows(USUAL))] == [
        "receive",
        "assign",
        "draft",
        "review",
        "sign",
        "issue",
        "return",
    ]


def test_a_provincial_procedure_is_verified_signed_and_numbered_by_the_province():
    steps = {step.key: step for step in plan_steps(rows=rows(LONG))}
    assert {key for key, step in steps.items() if step.place == "province"} == {"verify", "sign_2", "issue"}
    assert steps["sign"].place == "agency"


def test_only_the_last_signature_is_the_signature():
    steps = plan_steps(rows=rows(LONG))
    assert not is_last_signature(steps=steps, key="sign")
    assert is_last_signature(steps=steps, key="sign_2")
    assert [step.key for step in steps if is_submission(steps=steps, key=step.key)] == ["sign"]


def test_a_leader_may_send_back_to_any_working_step_before():
    steps = plan_steps(rows=rows(USUAL))
    assert [step.key for step in earlier_steps(steps=steps, key="sign")] == ["review", "draft", "assign"]


def test_a_specialist_sends_nothing_back():
    assert earlier_steps(steps=plan_steps(rows=rows(USUAL)), key="draft") == ()


def test_the_next_step_is_known_in_advance():
    steps = plan_steps(rows=rows(USUAL))
    assert next_step(steps=steps, key="draft").key == "review"
    assert next_step(steps=steps, key="return") is None


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        (["receiver"], "too_short"),
        (["receiver", "minister", "clerk"], "unknown_role"),
        (["receiver", "head_of_unit", "clerk"], "no_draft"),
        (["receiver", "specialist", "leader"], "no_issue"),
    ],
)
def test_a_list_that_cannot_run_is_refused(roles, code):
    with pytest.raises(ProcessRefused, match=code):
        plan_steps(rows=rows(roles))


def test_a_drawing_gives_its_steps_back():
    steps = plan_steps(rows=rows(LONG))
    assert bpmn.read_steps(bpmn.draw(process_id="p", steps=steps)) == steps


def test_every_node_and_flow_of_a_drawing_has_a_place():
    root = etree.fromstring(drawing(LONG).encode())
    drawn = {node.get("bpmnElement") for node in root.iter(f"{{{bpmn.BPMNDI}}}*")}
    process = root.find(f"{{{bpmn.BPMN}}}process")
    assert {node.get("id") for node in process} <= drawn


def test_equal_steps_make_equal_drawings():
    assert bpmn.digest(drawing()) == bpmn.digest(drawing())
