"""Internal processes as BPMN 2.0: drawn from a procedure's steps, and read back from a drawing.

The drawing carries coordinates, so that bpmn-js shows it; what a user task is about (kind, role, place,
hours, names) stands in extension attributes of our own namespace, which modellers keep untouched.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from lxml import etree

from motcua.onestop.processes.rules.steps import ProcessRefused, Step

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
MOTCUA = "https://motcua.example/bpmn"
NAMESPACES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "motcua": MOTCUA}

# Two rows of tasks read well on a laptop and on an A4 sheet.
TASKS_A_ROW = 5
TASK_WIDTH, TASK_HEIGHT, GAP_X, GAP_Y, EVENT_SIZE = 150, 90, 60, 80, 36
LEFT, TOP = 80, 60

Box = tuple[int, int, int, int]


def draw(*, process_id: str, steps: Sequence[Step]) -> str:
    """A complete BPMN document with one user task per step, in order, and its diagram."""
    root = etree.Element(_name(BPMN, "definitions"), nsmap=NAMESPACES, targetNamespace=MOTCUA)
    root.set("id", f"definitions_{process_id}")
    process = etree.SubElement(root, _name(BPMN, "process"), id=process_id, isExecutable="true")
    etree.SubElement(process, _name(BPMN, "startEvent"), id="start")
    for step in steps:
        _add_task(process, step)
    etree.SubElement(process, _name(BPMN, "endEvent"), id="end")
    nodes = ["start", *(step.key for step in steps), "end"]
    flows = list(pairwise(nodes))
    for source, target in flows:
        etree.SubElement(
            process, _name(BPMN, "sequenceFlow"), id=f"{source}__{target}", sourceRef=source, targetRef=target
        )
    _add_diagram(root, process_id, nodes, flows)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def digest(bpmn: str) -> str:
    """SHA-256 of the document: equal drawings are one version."""
    return hashlib.sha256(bpmn.encode()).hexdigest()


@lru_cache(maxsize=512)
def read_steps(bpmn: str) -> tuple[Step, ...]:
    """The user tasks of a drawing in drawing order.

    Raises :class:`ProcessRefused` (``not_bpmn``, ``task_without_role``).
    """
    tasks = parse(bpmn).iterfind(f".//{_name(BPMN, 'userTask')}")
    return tuple(_read_task(task) for task in tasks)


def parse(bpmn: str) -> etree._Element:
    """The document's root; entities and network access are off, because drawings come from people."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    try:
        return etree.fromstring(bpmn.encode(), parser)
    except etree.XMLSyntaxError:
        raise ProcessRefused("not_bpmn")


def _name(namespace: str, tag: str) -> str:
    return f"{{{namespace}}}{tag}"


def _add_task(process: etree._Element, step: Step) -> None:
    task = etree.SubElement(process, _name(BPMN, "userTask"), id=step.key, name=step.name_vi)
    values = {
        "kind": step.kind,
        "role": step.role,
        "place": step.place,
        "hours": f"{step.working_hours:g}",
        "nameEn": step.name_en,
    }
    for key, value in values.items():
        task.set(_name(MOTCUA, key), value)


def _read_task(task: etree._Element) -> Step:
    values = {key: task.get(_name(MOTCUA, key)) for key in ("kind", "role", "place", "hours", "nameEn")}
    if not (values["kind"] and values["role"]):
        raise ProcessRefused("task_without_role", task=task.get("id") or "")
    return Step(
        key=task.get("id") or "",
        kind=values["kind"],
        role=values["role"],
        place=values["place"] or "unit",
        name_vi=task.get("name") or "",
        name_en=values["nameEn"] or task.get("name") or "",
        working_hours=float(values["hours"] or 0),
    )


def _add_diagram(
    root: etree._Element, process_id: str, nodes: Sequence[str], flows: Sequence[tuple[str, str]]
) -> None:
    diagram = etree.SubElement(root, _name(BPMNDI, "BPMNDiagram"), id="diagram")
    plane = etree.SubElement(diagram, _name(BPMNDI, "BPMNPlane"), id="plane", bpmnElement=process_id)
    boxes = _layout(nodes)
    for node in nodes:
        shape = etree.SubElement(plane, _name(BPMNDI, "BPMNShape"), id=f"{node}_shape", bpmnElement=node)
        left, top, width, height = boxes[node]
        etree.SubElement(
            shape, _name(DC, "Bounds"), x=str(left), y=str(top), width=str(width), height=str(height)
        )
    for source, target in flows:
        edge = etree.SubElement(
            plane, _name(BPMNDI, "BPMNEdge"), id=f"{source}__{target}_edge", bpmnElement=f"{source}__{target}"
        )
        for left, top in _route(boxes[source], boxes[target]):
            etree.SubElement(edge, _name(DI, "waypoint"), x=str(left), y=str(top))


def _layout(nodes: Sequence[str]) -> dict[str, Box]:
    """Tasks in rows from left to right; the start stands before the first, the end after the last."""
    boxes: dict[str, Box] = {}
    for position, node in enumerate(nodes[1:-1]):
        row, column = divmod(position, TASKS_A_ROW)
        left = LEFT + EVENT_SIZE + GAP_X + column * (TASK_WIDTH + GAP_X)
        boxes[node] = (left, TOP + row * (TASK_HEIGHT + GAP_Y), TASK_WIDTH, TASK_HEIGHT)
    middle = (TASK_HEIGHT - EVENT_SIZE) // 2
    left, top, width, _ = boxes[nodes[-2]]
    boxes[nodes[0]] = (LEFT, TOP + middle, EVENT_SIZE, EVENT_SIZE)
    boxes[nodes[-1]] = (left + width + GAP_X, top + middle, EVENT_SIZE, EVENT_SIZE)
    return boxes


def _route(source: Box, target: Box) -> list[tuple[int, int]]:
    """A straight line inside a row; around the corner between rows."""
    from_x, from_y = source[0] + source[2], source[1] + source[3] // 2
    to_x, to_y = target[0], target[1] + target[3] // 2
    if from_y == to_y:
        return [(from_x, from_y), (to_x, to_y)]
    below = source[1] + source[3] + GAP_Y // 2
    return [
        (from_x, from_y),
        (from_x + GAP_X // 2, from_y),
        (from_x + GAP_X // 2, below),
        (to_x - GAP_X // 2, below),
        (to_x - GAP_X // 2, to_y),
        (to_x, to_y),
    ]
