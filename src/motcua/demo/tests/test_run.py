"""A demonstration refuses to share a folder or a port, and takes its children along when it ends."""

import os
import socket
import subprocess
import sys
import time

import psutil
import pytest

from motcua.demo import run
from motcua.demo.children import RESTARTS, Children, wait_forever, web_command
from motcua.demo.run import AlreadyRunning, PortTaken, run_demo
from motcua.demo.twin_addresses import NAMES, read_twin_addresses, write_twin_addresses


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


@pytest.fixture
def unnamed(monkeypatch):
    """No address of a twin in the environment, and none left behind."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_files_of_the_demonstration_are_scanned_by_the_twin_of_the_scanner(unnamed, monkeypatch):
    monkeypatch.setenv("MOTCUA_TWINS_URL", "http://127.0.0.1:18009")
    run._choose_twin_ports()
    assert os.environ["MOTCUA_ANTIVIRUS"] == "motcua.integrations.antivirus.adapter.Clamd"
    assert os.environ["MOTCUA_CLAMD"] == "127.0.0.1:18010"


def test_another_scanner_that_the_environment_names_stays(unnamed, monkeypatch):
    monkeypatch.setenv("MOTCUA_CLAMD", "127.0.0.1:3310")
    run._choose_twin_ports()
    assert os.environ["MOTCUA_CLAMD"] == "127.0.0.1:3310"


def test_other_commands_in_the_folder_ask_the_twins_of_its_demonstration(unnamed, monkeypatch, tmp_path):
    run._choose_twin_ports()
    chosen = {name: os.environ[name] for name in NAMES}
    write_twin_addresses(data_dir=tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name)
    read_twin_addresses(data_dir=tmp_path)
    assert {name: os.environ[name] for name in NAMES} == chosen


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


def test_a_child_that_keeps_dying_is_started_again_a_few_times_and_then_named(tmp_path):
    children, told = Children(log_dir=tmp_path), []
    children.start("worker", [sys.executable, "-c", "print('up')"])
    assert wait_forever(children, report=told.append) == "worker"
    assert len(told) == RESTARTS and (tmp_path / "worker.log").read_text().count("up") == RESTARTS + 1


def test_the_web_service_outlives_one_killed_worker(tmp_path):
    (tmp_path / "page.py").write_text(
        "def application(environ, start):\n    start('200 OK', [])\n    return [b'here']\n"
    )
    port = run._free_ports(18731, amount=1)
    command = [*web_command(port=port)[:-1], "--working-dir", str(tmp_path), "page:application"]
    children = Children(log_dir=tmp_path)
    children.start("web", command)
    try:
        run._wait_for(f"http://127.0.0.1:{port}/", children, "web")
        psutil.Process(children.running["web"].pid).children()[-1].kill()
        time.sleep(1.5)
        run._wait_for(f"http://127.0.0.1:{port}/", children, "web")
    finally:
        children.stop_all()


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
