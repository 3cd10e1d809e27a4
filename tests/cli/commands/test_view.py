"""``dipsim view``: it prints its address, answers, stops with Ctrl-C, and says what is missing or cannot be shown."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(number: int) -> None:
    pytest.importorskip("uvicorn", reason="uvicorn is not installed: pip install 'dipsim[view]'")
    command = [sys.executable, "-P", "-m", "dipsim", "view", "two_nations", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address, _, key = server.stdout.readline().strip().partition("#")
            assert address.startswith("http://127.0.0.1:")
            assert len(key) >= 32
            with urllib.request.urlopen(address, timeout=60) as answer:
                assert b"<!doctype html>" in answer.read()
            server.send_signal(number)
            _, said = server.communicate(timeout=90)
            assert server.returncode == (0 if number == signal.SIGINT else 143), said
            assert "Traceback" not in said
        finally:
            server.kill()


def test_without_the_extra_it_says_what_to_install(dipsim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "uvicorn" else found(name, *more)
    )
    said = dipsim("view", "two_nations", "--no-browser")
    assert said.code == 2
    assert said.err == "dipsim: error: expected uvicorn, not installed; pip install 'dipsim[view]' brings them\n"


def test_what_cannot_be_shown_is_said_at_once(dipsim: Any) -> None:
    pytest.importorskip("uvicorn", reason="uvicorn is not installed: pip install 'dipsim[view]'")
    assert dipsim("view", "nowhere", "--no-browser").code == 3
    nations = ", ".join(f"N{row:02d}: {{gdp: 100}}" for row in range(41))
    Path("large.yaml").write_text(f"dipsim: 1\ntitle: large\nnations: {{{nations}}}\n", encoding="utf-8")
    said = dipsim("view", "large.yaml", "--no-browser", "--quiet")
    assert (said.code, "at most 40 nations, found 41; use dipsim run" in said.err) == (2, True)
    said = dipsim("view", "two_nations", "--no-browser", "--port", "70000")
    assert (said.code, "from 0 to 65535" in said.err) == (2, True)
