"""Ctrl+C at moments that are hard to come by: while Python drops what a finaliser raises, and while Python starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"

# The program, with work that ends in Ctrl+C in place of its own.
PROGRAM = """
import signal, sys, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # these tests may themselves run where it is ignored
from nqi_limits.cli import app
from nqi_limits.__main__ import main

def interrupt():
    signal.raise_signal(signal.SIGINT)
    time.sleep(60)

class Dying:
    def __del__(self):
        interrupt()

def still_reading():
    threading.Thread(target=time.sleep, args=(60,)).start()
    interrupt()

def again():
    try:
        interrupt()
    finally:
        signal.raise_signal(signal.SIGINT)
        print("cleared up")

def work(lang, **settings):
    {work}

import nqi_limits.cli.check
nqi_limits.cli.check.run_check = work
sys.argv[1:] = ["check", "a"]
sys.exit(main())
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SCRIPTS.parent), str(SCRIPTS)]), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, encoding="utf-8", timeout=50, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="raise_signal interrupts no sleep there")
@pytest.mark.parametrize(
    "work",
    ["interrupt()", "one = Dying(); del one; time.sleep(60)", "still_reading()"],
    ids=["at work", "in a finaliser", "with a thread"],
)
def test_it_ends_the_process_with_one_line_and_no_traceback(work: str) -> None:
    done = run(PROGRAM.replace("{work}", work))
    assert done.returncode == 130
    assert done.stdout == ""
    assert len(done.stderr.split("\n")) <= 3
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="raise_signal interrupts no sleep there")
def test_a_second_one_does_not_stop_the_clearing_up() -> None:
    done = run(PROGRAM.replace("{work}", "again()").replace('"cleared up"', '"cleared up", flush=True'))
    assert done.returncode == 130
    assert done.stdout == "cleared up\n"


def test_a_process_that_was_told_to_ignore_it_goes_on() -> None:
    told = PROGRAM.replace("signal.default_int_handler", "signal.SIG_IGN").replace(
        "time.sleep(60)", "print('done', flush=True)"
    )
    assert run(told.replace("{work}", "interrupt()")).stdout == "done\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold a signal back")
@pytest.mark.parametrize("held", [True, False])
def test_the_launcher_holds_it_back_only_from_a_process_that_asks_for_it(held: bool) -> None:
    asked = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    launcher = "import environment as e; e._environment = lambda _: (e.sys.executable, []); e.start"
    assert run(f"{launcher}({['-c', asked]!r}, held={held})").stdout == f"{held}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold a signal back")
def test_one_that_was_held_back_ends_the_program_once_it_is_there() -> None:
    waiting = (
        "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}); signal.raise_signal(signal.SIGINT)"
    )
    done = run(f"{waiting}\n{PROGRAM.replace('{work}', 'return 0')}")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
