"""Mesa's own page, SolaraViz, shows, steps and resets the model in a real browser, offline.

It needs the extra ``solara``, with both versions of Mesa that the project allows: 3.3 on Python 3.11, 3.5 from 3.12 on.
Where the extra is not installed these lines run it:

    python -m pip install -e '.[solara]' pytest playwright axe-playwright-python pillow
    python -m pytest tests/browser/test_mesa_page.py
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="solara is not installed: pip install 'dipsim[solara]', then run this file")
pytest.importorskip("altair", reason="altair is not installed: pip install 'dipsim[solara]', then run this file")

APP = """
from mesa.visualization import Slider, SolaraViz, make_plot_component

from dipsim.runs.mesa_adapter import DiplomacyModel

model = DiplomacyModel("two_nations", replicate=0)
page = SolaraViz(
    model,
    components=[make_plot_component(["mean_trust", "tension"])],
    model_params={
        "scenario": "two_nations",
        "replicate": 0,
        "nations.*.transparency": Slider("openness", 0.5, 0, 1, 0.1),
    },
    name="Two nations",
)
page
"""
STARTS_IN = 150.0  # seconds


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def address(tmp_path: Path):
    """Mesa's page, served on loopback as ``solara run`` does."""
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    port = free_port()
    command = [str(Path(sys.executable).with_name("solara")), "run", "app.py", "--production", "--no-open"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            end = time.monotonic() + STARTS_IN
            while not answers(port):
                assert server.poll() is None, server.stdout.read()
                assert time.monotonic() < end, "the page did not start"
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.mark.campaign
def test_mesas_page_is_drawn_steps_and_resets(visit, address: str) -> None:
    seen = visit(address, wait="domcontentloaded")
    page = seen.page
    page.set_default_timeout(90_000)
    page.get_by_role("button", name="Step").wait_for()
    page.locator("img.widget-image").wait_for()

    def steps(count: int) -> None:
        """Mesa 3.3 counts steps, 3.5 time."""
        page.get_by_text(re.compile(rf"(Step|Time): {count}(\.0)?$")).wait_for()

    steps(0)
    drawn = page.locator("img.widget-image").get_attribute("src")
    for count in (1, 2, 3):
        page.get_by_role("button", name="Step").click()
        steps(count)
    page.locator(f"img.widget-image:not([src='{drawn}'])").wait_for()
    assert seen.ink("img.widget-image") > 500
    page.get_by_role("button", name="Reset").click()
    steps(0)
    page.get_by_role("button", name="Step").click()
    steps(1)
    assert seen.requests == []
