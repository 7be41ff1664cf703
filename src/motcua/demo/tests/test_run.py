"""A demonstration refuses to share a folder or a port, and takes its children along when it ends."""

import os
import socket
import subprocess
import sys
import time

import psutil
import pytest

from motcua.demo import run
from motcua.demo.children import Children
from motcua.demo.run import AlreadyRunning, PortTaken, run_demo


def untouched():
    raise AssertionError("the installation was touched")


def test_a_second_demonstration_on_the_same_folder_is_refused_and_told_by_whom(tmp_path):
    with run._claim(tmp_path), pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}.*MOTCUA_DATA"):
        run_demo(data_dir=tmp_path, prepare=untouched)
    # The lock of one that has ended does not stand in the way.
    run._claim(tmp_path).close()


def test_a_taken_port_is_named_before_anything_is_touched(tmp_path, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("MOTCUA_PORT", str(other.getsockname()[1]))
        with pytest.raises(PortTaken, match="MOTCUA_PORT"):
            run_demo(data_dir=tmp_path, prepare=untouched)


def test_our_console_is_calm_and_the_children_log_everything(monkeypatch):
    monkeypatch.delenv("MOTCUA_LOG_LEVEL", raising=False)
    with run._calm_console():
        assert os.environ["MOTCUA_LOG_LEVEL"] == "error"
    assert "MOTCUA_LOG_LEVEL" not in os.environ


def test_stopping_ends_every_child_in_reverse_order(tmp_path):
    children = Children(log_dir=tmp_path)
    tell = "import signal,sys,time; signal.signal(15, lambda *_: sys.exit(print(time.time()))); print('up', flush=True)"
    for name in ("first", "second"):
        children.start(name, [sys.executable, "-c", f"{tell}\nwhile True: time.sleep(0.05)"])
        while "up" not in (tmp_path / f"{name}.log").read_text():
            time.sleep(0.05)
    children.stop_all()
    ended = [float((tmp_path / f"{name}.log").read_text().split()[1]) for name in ("second", "first")]
    assert ended == sorted(ended)


@pytest.mark.skipif(
    sys.platform != "linux", reason="other systems do not tell children of their parent's death"
)
def test_a_killed_demonstration_leaves_no_child_behind(tmp_path):
    code = (
        "import sys, time, pathlib; from motcua.demo.children import Children\n"
        f"children = Children(log_dir=pathlib.Path({str(tmp_path)!r}))\n"
        "children.start('child', [sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(children.running['child'].pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert child.wait(timeout=10) is None or not child.is_running()
