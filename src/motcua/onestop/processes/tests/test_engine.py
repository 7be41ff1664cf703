"""The engine without a database: drawings run, states stay small, and drawings bring no code."""

import json

import pytest

from motcua.onestop.processes import bpmn, engine
from motcua.onestop.processes.rules.steps import ProcessRefused, plan_steps

USUAL = ["receiver", "head_of_unit", "specialist", "head_of_unit", "leader", "clerk", "receiver"]
LONG = [*USUAL[:3], "council", "head_of_unit", "leader", "specialist", "leader", "clerk", "receiver"]


def rows(roles):
    return [{"role": role, "name_vi": f"Bước {role}", "name_en": role, "working_hours": 8} for role in roles]


def drawing(roles=USUAL):
    return bpmn.draw(process_id="p", steps=plan_steps(rows=rows(roles)))


def only(move):
    (task,) = move.opened
    return task


def run_to(document, step_key):
    move = engine.start(bpmn=document)
    while only(move).step_key != step_key:
        move = engine.complete(bpmn=document, state=move.state, task_id=only(move).task_id, outcome="done")
    return move


def test_a_default_process_visits_its_steps_in_order():
    document, seen = drawing(), []
    move = engine.start(bpmn=document)
    while move.opened:
        seen.append(only(move).step_key)
        move = engine.complete(bpmn=document, state=move.state, task_id=only(move).task_id, outcome="done")
    assert seen == ["receive", "assign", "draft", "review", "sign", "issue", "return"]
    assert move.is_finished


def test_the_state_survives_json_and_stays_under_ten_kilobytes():
    document = drawing(LONG)
    move = run_to(document, "return")
    stored = json.dumps(move.state)
    assert len(stored) < 10_000
    again = engine.complete(
        bpmn=document, state=json.loads(stored), task_id=only(move).task_id, outcome="done"
    )
    assert again.is_finished


def test_a_case_sent_back_comes_to_the_earlier_step_and_forward_again():
    document = drawing()
    move = run_to(document, "sign")
    waiting = only(move).task_id
    back = engine.send_back(bpmn=document, state=move.state, step_key="draft")
    assert only(back).step_key == "draft"
    assert back.withdrawn == (waiting,)
    forward = engine.complete(bpmn=document, state=back.state, task_id=only(back).task_id, outcome="done")
    assert only(forward).step_key == "review"


def test_sending_back_many_times_does_not_grow_the_state():
    document = drawing()
    move = run_to(document, "review")
    size = len(json.dumps(move.state))
    for _ in range(20):
        move = engine.send_back(bpmn=document, state=move.state, step_key="draft")
        move = engine.complete(bpmn=document, state=move.state, task_id=only(move).task_id, outcome="done")
    assert len(json.dumps(move.state)) <= size + 50


def test_a_step_that_was_never_reached_cannot_be_returned_to():
    document = drawing()
    move = run_to(document, "draft")
    with pytest.raises(engine.EngineRefused, match="step_not_passed"):
        engine.send_back(bpmn=document, state=move.state, step_key="sign")


def test_a_finished_task_cannot_be_finished_again():
    document = drawing()
    first = engine.start(bpmn=document)
    second = engine.complete(bpmn=document, state=first.state, task_id=only(first).task_id, outcome="done")
    with pytest.raises(engine.EngineRefused, match="task_not_open"):
        engine.complete(bpmn=document, state=second.state, task_id=only(first).task_id, outcome="done")


def test_a_drawing_with_a_script_is_refused():
    document = drawing().replace("<bpmn:endEvent", '<bpmn:scriptTask id="x"/><bpmn:endEvent')
    with pytest.raises(ProcessRefused, match="unsafe_element"):
        engine.check(bpmn=document)


BRANCHED = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:motcua="https://motcua.example/bpmn" id="d">
 <bpmn:process id="p" isExecutable="true">
  <bpmn:startEvent id="start"/>
  <bpmn:userTask id="draft" name="Soạn" motcua:kind="draft" motcua:role="specialist"/>
  <bpmn:exclusiveGateway id="g" default="g_review"/>
  <bpmn:userTask id="review" name="Soát" motcua:kind="review" motcua:role="head_of_unit"/>
  <bpmn:userTask id="issue" name="Phát hành" motcua:kind="issue" motcua:role="clerk"/>
  <bpmn:endEvent id="end"/>
  <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="draft"/>
  <bpmn:sequenceFlow id="b" sourceRef="draft" targetRef="g"/>
  <bpmn:sequenceFlow id="g_issue" sourceRef="g" targetRef="issue">
   <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">CONDITION</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="g_review" sourceRef="g" targetRef="review"/>
  <bpmn:sequenceFlow id="c" sourceRef="review" targetRef="issue"/>
  <bpmn:sequenceFlow id="e" sourceRef="issue" targetRef="end"/>
 </bpmn:process>
</bpmn:definitions>"""


@pytest.mark.parametrize(("outcome", "following"), [("simple", "issue"), ("done", "review")])
def test_a_drawn_gateway_follows_the_outcome(outcome, following):
    document = BRANCHED.replace("CONDITION", 'outcome == "simple"')
    move = engine.start(bpmn=document)
    move = engine.complete(bpmn=document, state=move.state, task_id=only(move).task_id, outcome=outcome)
    assert only(move).step_key == following


def test_a_condition_that_is_code_is_refused():
    with pytest.raises(ProcessRefused, match="unsafe_condition"):
        engine.check(bpmn=BRANCHED.replace("CONDITION", "__import__('os').getcwd()"))


def test_a_broken_drawing_is_refused():
    with pytest.raises(ProcessRefused, match="not_bpmn"):
        engine.check(bpmn="<bpmn")
