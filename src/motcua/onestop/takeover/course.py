"""The engine's own states along the usual course of a process, worked out once for all dossiers of a version."""

from dataclasses import dataclass
from functools import lru_cache

from motcua.onestop.processes import engine
from motcua.onestop.processes.bpmn import read_steps
from motcua.onestop.processes.rules.steps import Step


@dataclass(frozen=True)
class Stop:
    """One step of the course: the task that waits there and the run's state while it waits."""

    step: Step
    task: engine.OpenTask
    state: engine.EngineState


@dataclass(frozen=True)
class Course:
    stops: tuple[Stop, ...]
    end: engine.EngineState


@lru_cache(maxsize=512)
def course_of(document: str) -> Course:
    """Every stop of a drawn process when each step is simply done, and the state behind the last."""
    steps = {step.key: step for step in read_steps(document)}
    move = engine.start(bpmn=document)
    stops: list[Stop] = []
    while move.opened:
        task = move.opened[0]
        stops.append(Stop(steps[task.step_key], task, move.state))
        move = engine.complete(bpmn=document, state=move.state, task_id=task.task_id, outcome="done")
    return Course(tuple(stops), move.state)
