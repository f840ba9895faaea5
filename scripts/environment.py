"""Makes the environment that the program and its tests run in: once, inside the checkout, with Python and pip alone.

`python3 scripts/environment.py ARGS...` runs the environment's Python with the development tools, for example
`python3 scripts/environment.py -m ruff check`. `run.py` and `test.py` beside it are the two that most people need.
Only the standard library is used, and nothing newer than Python 3.7 above the check of the version: an old Python must
come as far as the message that says so.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LIBRARY = ROOT / ".venv-lib"  # where the packages go if this Python cannot make a virtual environment
RECORD = "nqi-limits.json"  # in either folder: what has been installed there
INTERRUPTED = 130
NOT_READY = 4  # the exit status if there is no environment to run in; those of the program are 0 to 3
OLDEST = (3, 11)

TOO_OLD = """\
这里的 Python 是 {found}，需要 {oldest} 或更新的版本。请从 https://www.python.org/downloads/ 安装，再用新的 Python 运行。
This is Python {found}; {oldest} or newer is needed. Install it from https://www.python.org/downloads/ and run this with it."""
PREPARING = """\
正在准备运行环境（只有第一次需要，一般一到三分钟）……
Preparing the environment (the first time only, usually one to three minutes) ..."""
NO_PIP = """\
这里的 Python 既不能建立虚拟环境，也没有 pip。请先安装其中之一，再运行一次：
  Debian、Ubuntu：sudo apt install python3-venv
  Fedora、openEuler：sudo dnf install python3-pip
  Windows、macOS：重新运行 python.org 的安装程序，勾选 pip
This Python can neither make a virtual environment nor has it pip. Install one of them as shown above and run this again."""
NO_PACKAGES = """\
没有装上所需的软件包，原因见上面 pip 的提示。不能上网的，请检查网络和代理；下载太慢的，可以先换成国内镜像，例如：
  {python} -m pip config set global.index-url https://pypi.tuna.tsinghua.edu.cn/simple
The packages could not be installed; pip says why above. Check the network and the proxy, or choose a mirror as shown."""
NOT_WRITABLE = """\
不能在 {folder} 里写文件（{why}）。请把整个文件夹复制到可以写入的位置（例如“文档”），再运行一次。
Nothing can be written in {folder}. Copy the whole folder to a place that can be written to and run this again."""


def main() -> int:
    """Run the environment's Python, development tools included, with the arguments given."""
    return start(sys.argv[1:], extras=("dev",))


def start(arguments: list[str], extras: tuple[str, ...] = (), folder: Path | None = None, held: bool = False) -> int:
    """Run the environment's Python with `arguments`, in `folder` or where the user is, and return its exit status.

    The environment is made or brought up to date first. The checkout's own package is used as it stands, not a copy.
    `held` keeps Ctrl+C back from the process until it asks for it: while Python starts, it would end in a traceback.
    """
    if tuple(map(int, platform.python_version_tuple()[:2])) < OLDEST:
        _give_up(TOO_OLD, found=platform.python_version(), oldest=".".join(map(str, OLDEST)))
    try:
        python, packages = _environment(set(extras))
    except OSError as error:
        _give_up(NOT_WRITABLE, folder=ROOT, why=error.strerror or error)
    except KeyboardInterrupt:
        return INTERRUPTED
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    settings["PYTHONPATH"] = os.pathsep.join(map(str, [ROOT, *packages]))
    # -P: a file in the user's folder that is named like a module must not be taken for it
    _hold_interrupts(held)
    process = subprocess.Popen([python, "-P", *arguments], env=settings, cwd=folder)  # noqa: S603 - our own Python
    while True:
        try:
            _hold_interrupts(False)
            status = process.wait()
        except KeyboardInterrupt:
            continue  # the process was interrupted, too, and ends in its own way
        return status if status >= 0 else 128 - status


def _hold_interrupts(held: bool) -> None:
    """Let Ctrl+C wait, and processes that are started meanwhile begin so, or let it come. Windows has no such thing."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK if held else signal.SIG_UNBLOCK, {signal.SIGINT})


def _environment(extras: set[str]) -> tuple[str, list[Path]]:
    """The Python to run, and the folders of packages that it needs besides its own."""
    in_venv = str(VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python")
    for folder, python, packages in ((VENV, in_venv, []), (LIBRARY, sys.executable, [LIBRARY])):
        record = _record(folder)
        if record:
            wanted = extras.union(record["extras"])
            if wanted != set(record["extras"]) or _requirements(wanted) != record["requirements"]:
                _say(PREPARING)
                _install(folder, python, wanted)
            return python, packages
    _say(PREPARING)
    if _make_venv():
        _install(VENV, in_venv, extras)
        return in_venv, []
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        _give_up(NO_PIP)
    _install(LIBRARY, sys.executable, extras)
    return sys.executable, [LIBRARY]


def _record(folder: Path) -> dict[str, Any]:
    """What was installed in `folder`; nothing if that was never finished, or for a Python that is gone or another one."""
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    usable = Path(record["base"]).exists() if folder == VENV else record["python"] == sys.implementation.cache_tag
    return record if usable else {}


def _requirements(extras: set[str]) -> list[str]:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(
        {*project["dependencies"], *(one for name in extras for one in project["optional-dependencies"][name])}
    )


def _make_venv() -> bool:
    """Make the virtual environment; False if this Python cannot (Debian's, without its package python3-venv)."""
    VENV.mkdir(exist_ok=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True)  # noqa: S603
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
    return not made.returncode


def _install(folder: Path, python: str, extras: set[str]) -> None:
    """Install what `extras` need, and record it once all is there."""
    (folder / RECORD).unlink(missing_ok=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--prefer-binary"]
    if folder == LIBRARY:
        shutil.rmtree(LIBRARY, ignore_errors=True)
        pip += ["--target", str(LIBRARY)]
    requirements = _requirements(extras)
    settings = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    for name in ("PYTHONPATH", "PYTHONHOME"):
        settings.pop(name, None)
    installed = subprocess.run([*pip, *requirements], env=settings, capture_output=True)  # noqa: S603
    if installed.returncode:
        sys.stderr.buffer.write(installed.stdout + installed.stderr)
        _give_up(NO_PACKAGES, python=Path(sys.executable).name)
    record = {
        "python": sys.implementation.cache_tag,
        "base": getattr(sys, "_base_executable", sys.executable),
        "extras": sorted(extras),
        "requirements": requirements,
    }
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _say(text: str, **facts: object) -> None:
    print(text.format(**facts), file=sys.stderr, flush=True)


def _give_up(text: str, **facts: object) -> NoReturn:
    _say(text, **facts)
    sys.exit(NOT_READY)


if __name__ == "__main__":
    sys.exit(main())
