"""SpiffWorkflow behind three verbs: start, complete, send back. Nothing outside this file knows the engine.

The state of a running process is a small JSON value; the drawing is parsed once per version and process. Only
a safe part of BPMN runs here (user tasks, exclusive and parallel gateways); conditions compare the outcome of
the last step with a word: a drawing never brings code along. Why: docs/adr/0010-workflow-engine.md.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from motcua.onestop.processes.bpmn import BPMN, parse, read_steps
from motcua.onestop.processes.rules.steps import ProcessRefused

ALLOWED = frozenset(
    {
        "startEvent",
        "endEvent",
        "userTask",
        "exclusiveGateway",
        "parallelGateway",
        "sequenceFlow",
        "conditionExpression",
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "laneSet",
        "lane",
        "flowNodeRef",
        "textAnnotation",
        "text",
        "association",
    }
)
CONDITION = re.compile(r"""^\s*outcome\s*(==|!=)\s*(["'])(\w+)\2\s*$""")
STATE_FORMAT = 1

EngineState = dict[str, Any]


class EngineRefused(ValueError):
    """The engine has no such task ready, or the step was never reached. ``code`` names which."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class OpenTask:
    """A human step that waits: the engine's task and the key of its step in the drawing."""

    task_id: UUID
    step_key: str


@dataclass(frozen=True)
class Move:
    """What one call changed: the new state, tasks that became ready, tasks that are gone, and whether all is
    over.
    """

    state: EngineState
    opened: tuple[OpenTask, ...]
    withdrawn: tuple[UUID, ...] = ()
    is_finished: bool = False


class _Conditions(PythonScriptEngine):  # type: ignore[misc]  # the engine's classes carry no types
    """Evaluates ``outcome == "word"`` and nothing else."""

    def validate(self, expression: str) -> None:
        if CONDITION.match(expression) is None:
            raise ProcessRefused("unsafe_condition", condition=expression)

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> bool:
        found = CONDITION.match(expression)
        if found is None:
            raise ProcessRefused("unsafe_condition", condition=expression)
        equal = task.data.get("outcome") == found.group(3)
        return equal if found.group(1) == "==" else not equal

    def execute(self, task: Task, script: str, external_context: object = None) -> bool:
        raise ProcessRefused("unsafe_element", element="scriptTask")


def check(*, bpmn: str) -> None:
    """Raise :class:`ProcessRefused` unless the drawing can run safely and every task says who does it."""
    _load(bpmn)
    read_steps(bpmn)


def start(*, bpmn: str) -> Move:
    """A new run of the drawing, up to its first human steps."""
    workflow = BpmnWorkflow(_load(bpmn), script_engine=_Conditions())
    workflow.do_engine_steps()
    return _moved(workflow, before=frozenset())


def complete(*, bpmn: str, state: EngineState, task_id: UUID, outcome: str) -> Move:
    """Finish one open task; ``outcome`` decides at gateways. Raises :class:`EngineRefused`
    (``task_not_open``).
    """
    workflow = _unpack(bpmn, state)
    before = _ready(workflow)
    task = workflow.tasks.get(task_id)
    if task is None or task.id not in before:
        raise EngineRefused("task_not_open")
    task.set_data(outcome=outcome)
    task.run()
    workflow.do_engine_steps()
    return _moved(workflow, before=before)


def send_back(*, bpmn: str, state: EngineState, step_key: str) -> Move:
    """Put the run back to a step it has passed; everything after it is undone in the engine, not in the
    records.

    The newest visit of the step is reset. Raises :class:`EngineRefused` (``step_not_passed``).
    """
    workflow = _unpack(bpmn, state)
    passed = [
        task
        for task in workflow.tasks.values()
        if task.task_spec.bpmn_id == step_key and task.state == TaskState.COMPLETED
    ]
    if not passed:
        raise EngineRefused("step_not_passed", step=step_key)
    before = _ready(workflow)
    workflow.completed = False
    workflow.reset_from_task_id(max(passed, key=lambda task: task.last_state_change).id)
    workflow.do_engine_steps()
    return _moved(workflow, before=before)


@lru_cache(maxsize=512)
def _load(bpmn: str) -> BpmnProcessSpec:
    root = parse(bpmn)
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1:
        raise ProcessRefused("one_process_needed")
    _refuse_unsafe(processes[0])
    parser = BpmnParser()
    try:
        parser.add_bpmn_xml(root)
        return parser.get_spec(processes[0].get("id"))
    except ValidationException as error:
        raise ProcessRefused("not_runnable", detail=str(error)[:200])


def _refuse_unsafe(process: etree._Element) -> None:
    for node in process.iterdescendants(f"{{{BPMN}}}*"):
        name = etree.QName(node).localname
        if name not in ALLOWED:
            raise ProcessRefused("unsafe_element", element=name)
        if name == "conditionExpression" and CONDITION.match(node.text or "") is None:
            raise ProcessRefused("unsafe_condition", condition=node.text or "")


def _ready(workflow: BpmnWorkflow) -> frozenset[UUID]:
    return frozenset(task.id for task in workflow.get_tasks(state=TaskState.READY, manual=True))


def _moved(workflow: BpmnWorkflow, *, before: frozenset[UUID]) -> Move:
    # A reset task keeps its id, so "opened" asks what is ready now, not which ids are new.
    ready = workflow.get_tasks(state=TaskState.READY, manual=True)
    ids = frozenset(task.id for task in ready)
    return Move(
        state=_pack(workflow),
        opened=tuple(OpenTask(task.id, task.task_spec.bpmn_id) for task in ready if task.id not in before),
        withdrawn=tuple(sorted(before - ids)),
        is_finished=workflow.is_completed(),
    )


# The state: one row per task in tree order, parents before children:
# [id, row of the parent or -1, name in the drawing, state, moment of the last change, own data when it
# differs]


def _pack(workflow: BpmnWorkflow) -> EngineState:
    rows: list[Sequence[Any]] = []
    places: dict[UUID, int] = {}
    for task in workflow.task_tree:
        places[task.id] = len(rows)
        parent = -1 if task.parent is None else places[task.parent.id]
        row = [task.id.hex, parent, task.task_spec.name, task.state, round(task.last_state_change, 6)]
        inherited = {} if task.parent is None else task.parent.data
        rows.append(row if task.data == inherited else [*row, task.data])
    last = workflow.last_task
    return {"format": STATE_FORMAT, "tasks": rows, "last": -1 if last is None else places.get(last.id, -1)}


def _unpack(bpmn: str, state: Mapping[str, Any]) -> BpmnWorkflow:
    workflow = BpmnWorkflow(_load(bpmn), script_engine=_Conditions(), deserializing=True)
    tasks: list[Task] = []
    for task_id, parent, name, task_state, changed, *data in state["tasks"]:
        above = tasks[parent] if parent >= 0 else None
        task = Task(workflow, workflow.spec.task_specs[name], above, state=task_state, id=UUID(hex=task_id))
        task.last_state_change = changed
        task.data = deepcopy(data[0] if data else above.data if above else {})
        tasks.append(task)
    workflow.task_tree = tasks[0]
    workflow.last_task = tasks[state["last"]] if state["last"] >= 0 else None
    return workflow
