"""The live page in a real browser: run, compare, play, save, open, look; inert, closed and readable."""

from __future__ import annotations

import os
import re

import pytest

pytest.importorskip("starlette", reason="starlette is not installed: pip install 'dipsim[view]'")
pytest.importorskip("uvicorn", reason="uvicorn is not installed: pip install 'dipsim[view]'")

from dipsim.live.server import LiveServer
from dipsim.runs.stepwise.stepwise_run import StepwiseRun
from dipsim.scenario.load import load
from dipsim.study.verdict.verdict import verdict

PATIENCE = 60_000  # milliseconds; a busy machine is slow
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def server():
    with LiveServer(load("two_blocs", ["time.years=4"])) as running:
        yield running


@pytest.fixture
def live(visit, server):
    """The page with its sliders, and after each test: no error, no request that left."""
    pages = []

    def open_page(address=server.address, **look):
        seen = visit(address, **look)
        seen.page.set_default_timeout(PATIENCE)
        seen.page.wait_for_selector(".slider")
        pages.append(seen)
        return seen

    yield open_page
    for seen in pages:
        assert seen.requests == seen.errors == []


def clock(page, tick):
    page.wait_for_selector(f"#clock:has-text('({tick} of 48)')")


def idle(page):
    """Wait until everything that was asked is answered and drawn."""
    page.wait_for_selector("body:not([aria-busy])")


def paths(page, figure="#trust"):
    return page.locator(f"{figure} path").evaluate_all("all => all.map(one => one.getAttribute('d'))")


def test_run_step_and_reset_move_the_plots(live):
    seen = live()
    page = seen.page
    clock(page, 0)
    start = paths(page)
    page.click("#step")
    clock(page, 1)
    page.click("#year")
    clock(page, 13)
    stepped = paths(page)
    assert start != stepped
    assert all(path.count("L") == 13 for path in stepped)
    page.click("#run")
    page.wait_for_selector("#clock:not(:has-text('(13 of'))")
    page.click("#run")
    page.wait_for_selector("#run[aria-pressed=false]")
    assert seen.ink("#trust svg") > 300
    assert seen.ink("#network svg") > 1000
    page.locator("#cursor").press("Home")
    assert page.text_content("#cursor-date") == "2025-01"
    page.locator("#cursor").press("End")
    assert page.text_content("#cursor-date").endswith("now")
    page.hover("#trust svg", position={"x": 60, "y": 50})
    assert re.match(r"2025-\d\d: .+ \d+\s%", page.text_content("#trust-readout"))
    before = page.locator("#trust path").count()
    page.get_by_role("button", name="Galvia in Celmar").click()
    assert page.locator("#trust path").count() == before + 1
    page.click("#reset")
    clock(page, 0)
    assert paths(page)[: len(start)] == start


@pytest.mark.campaign
def test_a_switched_kind_shows_the_difference_of_a_verdict(live):
    page = live().page
    page.click("#year")
    clock(page, 12)
    page.uncheck("input[value=joint_exercise]")
    page.wait_for_selector("#trust path.beside")
    page.fill("#replicates", "12")
    page.click("#compare")
    page.wait_for_selector("#effects table")
    row = verdict(load("two_blocs", ["time.years=4"]), "joint_exercise", replicates=12, seed=1, controls=False)
    found = row["joint_exercise"]
    assert page.text_content("#verdict") == str(found)
    for name in ("expected_disputes", "expected_force", "trust"):
        shown = page.locator(f"tr[data-outcome={name}]")
        effect = found.effects[name]
        for key in ("estimate", "low", "high"):
            assert float(shown.get_attribute(f"data-{key}")) == getattr(effect, key)
    assert page.locator("#difference polygon.band").count() == 1
    page.check("input[value=joint_exercise]")
    page.wait_for_selector("#trust path.beside", state="detached")
    assert page.is_disabled("#compare")


@pytest.mark.campaign
def test_a_seat_is_taken_played_saved_and_opened_again(live, tmp_path):
    page = live().page
    page.select_option("#seat", "ARL")
    page.wait_for_selector("#desk-card:not([hidden])")
    assert page.is_disabled("#step")
    taken = 0
    for month in range(5):
        page.wait_for_selector(f"#clock:has-text('({month} of')")
        for number in range(page.locator(".paper").count()):
            paper = page.locator(f".paper[data-paper='{number}']")
            paper.locator("input").check()
            times = re.search(r", (\d+) times", paper.text_content())
            taken += int(times[1]) if times else 1
        page.click("#decide")
    page.wait_for_selector("#clock:has-text('(5 of')")
    assert taken > 0
    page.select_option("#propose-kind", "alliance_pact")
    page.select_option("#propose-other", "DRA")
    page.click("#propose button")
    page.wait_for_selector(".paper.refused:has-text('Dravia declines')")
    page.select_option("#propose-kind", "official_visit")
    page.select_option("#propose-other", "CEL")
    page.click("#propose button")
    own = page.locator(".paper:has-text('Celmar agrees')")
    own.wait_for()
    own.locator("summary").click()
    assert "trust" in own.text_content()
    own.get_by_role("button", name="What advisers foresee").click()
    page.wait_for_selector(".foreseen:has-text('their trust in us')")
    own.locator("input").check()
    page.click("#decide")
    page.wait_for_selector("#clock:has-text('(6 of')")
    assert "Official visit" in page.text_content("#events")
    with page.expect_download() as download:
        page.click("#save")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    played = load(file)
    assert len(played.timeline) == len(load("two_blocs").timeline) + taken + 1
    run = StepwiseRun(played)
    told = [event for _ in range(6) for event in run.step().events]
    assert ("act", "official_visit") in {event[:2] for event in told}
    seen = page.locator("#events li").all_text_contents()
    page.set_input_files("#open", file)
    page.wait_for_selector("#clock:has-text('(0 of 6)')")
    page.click("#year")
    page.wait_for_selector("#clock:has-text('(6 of 6)')")
    page.check("input[name=sort][value=act]")
    assert page.locator("#events li").all_text_contents() == seen


@pytest.mark.campaign
def test_sliders_do_the_run_anew(live):
    page = live().page
    page.click("#year")
    clock(page, 12)
    before = paths(page)
    slider = page.locator("[id='s-nations.*.transparency']")
    assert (slider.get_attribute("min"), slider.get_attribute("max")) == ("0", "1")
    slider.fill("0.9")
    page.wait_for_selector("output:has-text('(was 0.500')")
    idle(page)
    assert paths(page) != before
    page.fill("#find", "nations.ARL.revisionism")
    page.click("#add")
    page.wait_for_selector("[id='s-nations.ARL.revisionism']")
    page.fill("#find", "nations.ARL.nothing")
    page.click("#add")
    assert "There is no number" in page.text_content("#problem")
    page.click("#undo")
    idle(page)
    assert paths(page) == before


@pytest.mark.parametrize(("width", "dark"), [(1280, False), pytest.param(360, True, marks=pytest.mark.campaign)])
def test_it_is_readable_for_all(live, width, dark):
    seen = live(width=width, dark=dark)
    page = seen.page
    page.click("#year")
    clock(page, 12)
    page.click("#year")
    clock(page, 24)
    page.uncheck("input[value=joint_exercise]")
    page.fill("#replicates", "12")
    page.click("#compare")
    page.wait_for_selector("#effects table")
    assert seen.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.select_option("#seat", "ARL")
    page.wait_for_selector(".paper")
    page.locator(".paper summary").first.click()
    assert seen.axe() == []


PAYLOADS = (
    HOSTILE,
    "<svg/onload=alert(1)>",
    "'' onmouseover=alert(1) x=''",
    '"><iframe src=javascript:alert(1)>',
    "{{7*7}} ${alert(1)} `x`",
    "javascript:alert(1)//",
    "<style>*{display:none}</style>",
    "&lt;b&gt; &amp; &#x3c;i&#x3e;",
    "--></textarea></title><script>alert(1)</script>",
    "<!--[if]><base href=//evil>",
)


def hostile(count: int = 100) -> str:
    """A scenario with so many hostile names: of 40 nations, 20 organisations and 40 kinds of acts."""
    names = [f"{PAYLOADS[k % len(PAYLOADS)]} {k}" for k in range(count)]
    lines = ["dipsim: 1", f"title: '{HOSTILE}'", f"about: '{HOSTILE}'", "time: {years: 4}", "options: {start: cold}"]
    lines += ["nations:", *(f"  N{k:02d}: {{name: '{names[k]}', gdp: {100 + k}}}" for k in range(40)), "relations:"]
    lines += [f"  - {{between: [N{k:02d}, N{k + 1:02d}], proximity: 1, dispute: 0.9, trust: 0.2}}" for k in range(39)]
    lines += ["organisations:"]
    lines += [
        f"  - {{name: '{names[k].replace('=', ':')}', kind: forum, members: [N00, N{k - 39:02d}], meets: 2}}"
        for k in range(40, 60)
    ]
    kinds = [f"  h{k}: {{like: official_visit, title: '{names[k]}', rate: 9}}" for k in range(60, count)]
    return "\n".join([*lines, "exchanges:", *kinds, ""])


def test_a_hundred_hostile_names_stay_text(live):
    spec = load("hostile", text=hostile())
    with LiveServer(spec) as own:
        seen = live(own.address)
        page = seen.page
        page.on("dialog", lambda box: pytest.fail(box.message))
        page.check("input[name=sort][value=act]")
        page.click("#year")
        clock(page, 12)
        assert page.text_content("#title") == HOSTILE
        shown = page.text_content("#network")
        assert [nation.name[:24] for nation in spec.nations.values() if nation.name[:24] not in shown] == []
        titles = page.text_content("#kinds")
        assert [kind.title for kind in spec.kinds.values() if kind.title not in titles and not kind.is_off] == []
        assert PAYLOADS[0] in page.text_content("#events")
        page.select_option("#seat", "N00")
        page.wait_for_selector("#desk-card:not([hidden])")
        page.click("#decide")
        page.wait_for_selector("#answers h3")
        assert HOSTILE in page.text_content("#desk-title")
        counts = {name: page.locator(name).count() for name in ("img", "iframe", "base", "style", "script")}
        assert counts == {"img": 0, "iframe": 0, "base": 0, "style": 0, "script": 1}
        assert page.locator("[onload], [onerror], [onmouseover]").count() == 0


@pytest.mark.campaign
def test_a_lost_session_and_a_wrong_key_are_told(visit, server):
    page = visit(server.address).page
    page.set_default_timeout(PATIENCE)
    page.wait_for_selector(".slider")
    server.sessions._kept.clear()
    page.click("#step")
    page.wait_for_selector("#problem:has-text('load the page again')")
    page = visit(server.address[:-4] + "XXXX").page
    page.set_default_timeout(PATIENCE)
    page.wait_for_selector("#problem:has-text('expected the key')")


@pytest.mark.skipif("DIPSIM_SCREENSHOTS" not in os.environ, reason="DIPSIM_SCREENSHOTS names no folder for them")
def test_screenshots(live):
    with LiveServer(load("south_china_sea")) as own:
        for name, width, dark in (("live", 1280, False), ("live_dark", 1280, True), ("live_narrow", 360, False)):
            seen = live(own.address, width=width, dark=dark)
            page = seen.page
            for year in range(4):
                page.click("#year")
                page.wait_for_selector(f"#clock:has-text('({12 * year + 12} of')")
            seen.shot(name, tall=1250 if width > 400 else 1700)
            assert seen.ink("#network svg") > 1000
            if name == "live":
                page.uncheck("input[value=joint_exercise]")
                page.click("#compare")
                page.wait_for_selector("#effects table")
                page.evaluate("document.querySelector('.bar').style.position = 'static'")
                seen.shot("live_difference", selector="section:has(#kinds)")
        page = live(own.address).page
        page.select_option("#seat", "PHL")
        page.wait_for_selector("#desk-card:not([hidden])")
        while not page.locator(".paper").count():
            page.click("#decide")
            page.wait_for_timeout(100)
        page.locator(".paper button").first.click()
        page.locator(".paper summary").first.click()
        page.wait_for_selector(".foreseen")
        seen.page = page
        seen.shot("live_seat", tall=1250)
