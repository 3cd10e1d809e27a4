"""Moving pictures show what the tables say, keep nations in place, and say what they lack."""

# Also tests: report/animation/grounds.py, report/animation/moments.py, report/animation/scene.py

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dipsim.report import style
from dipsim.report.animation import film, grounds
from dipsim.report.animation.moments import moments
from dipsim.report.figures import trust_network
from dipsim.runs.errors import StorageError
from dipsim.scenario.arguments import ArgumentError, UnknownName

PLACES = {"ARL": (60.0, 25.0), "BOR": (59.4, 24.8), "CAL": (56.9, 24.1), "DOR": (54.7, 25.3), "EST": (38.9, -77.0),
          "FEN": (52.5, 13.4), "GAL": (55.8, 37.6)}  # fmt: skip


@pytest.fixture(scope="module")
def moved(synthetic: Any) -> Any:
    """Three years of six runs, with a use of force of two pairs in the second year and locations."""
    made = synthetic.result(runs=6, ticks=36)
    for name in ("dyads", "dyads_detail"):
        frame = made.tables[name]
        pair = frame["truster"].isin(["ARL", "BOR"]) & frame["trustee"].isin(["ARL", "BOR"])
        made.tables[name] = frame.assign(rung=np.where(pair & frame["tick"].between(11, 13), 4, 0))
    for code, place in PLACES.items():
        made.spec.nations[code].location = place
    made.manifest["detail_runs"] = made.detail_runs
    return made


def test_moments_are_means_of_the_tables(moved: Any) -> None:
    found = moments(moved)
    assert found.of == "mean of 6 runs"
    assert [f"{moment.date:%Y-%m}" for moment in found.listed] == ["2025-01", "2025-12", "2026-12", "2027-12"]
    rows = moved.tables["dyads"].query("tick == 23")
    both = rows[rows["truster"].isin(["GAL", "FEN"]) & rows["trustee"].isin(["GAL", "FEN"])]
    assert found.listed[2].trust["FEN", "GAL"] == pytest.approx(both["trust"].mean())
    assert found.listed[2].mean == pytest.approx(rows["trust"].mean())
    assert [dict(moment.rungs) for moment in found.listed] == [{}, {("ARL", "BOR"): 4}, {}, {}]


def test_a_run_shows_the_worst_rung_of_the_year_or_of_the_month(moved: Any) -> None:
    yearly, monthly = moments(moved, replicate=2), moments(moved, "month", replicate=2)
    assert (yearly.of, len(yearly.listed), len(monthly.listed)) == ("run 2", 4, 36)
    assert [f"{moment.date:%Y-%m}" for moment in monthly.listed if moment.rungs] == ["2025-12", "2026-01", "2026-02"]
    assert [f"{moment.date:%Y-%m}" for moment in yearly.listed if moment.rungs] == ["2025-01", "2026-01"]
    with pytest.raises(ArgumentError, match=r"expected a run that is kept in detail \(0, 1, 2, 3, 4, 5\), found 6"):
        moments(moved, replicate=6)
    with pytest.raises(UnknownName, match="no step 'week'"):
        moments(moved, "week")


def test_nations_stay_and_lines_follow_trust(moved: Any) -> None:
    found = moments(moved)
    with style.settings():
        scene = grounds.network(moved, found)
        scene.show(found.listed[0])
        before = {pair: np.array(line.get_data()) for pair, line in scene._lines.items()}
        thin = scene._lines["ARL", "BOR"].get_linewidth()
        assert not any(mark.get_visible() for mark in scene._marks.values())
        scene.show(found.listed[1])
    assert all((np.array(line.get_data()) == before[pair]).all() for pair, line in scene._lines.items())
    change = found.listed[1].trust["ARL", "BOR"] - found.listed[0].trust["ARL", "BOR"]
    assert scene._lines["ARL", "BOR"].get_linewidth() - thin == pytest.approx(9 * change)
    assert [pair for pair, mark in scene._marks.items() if mark.get_visible()] == [("ARL", "BOR")]
    assert scene._digits["ARL", "BOR"].get_text() == "4"
    assert scene.figure.texts[0].get_text() == "The network of trust: 2025"
    assert set(scene._places) == set(trust_network.layout(moved))


@pytest.mark.parametrize("what", ["network", "map"])
def test_no_label_covers_another_or_leaves_the_picture(moved: Any, what: str) -> None:
    found = moments(moved)
    with style.settings():
        scene = grounds.GROUNDS[what](moved, found)
        scene.show(found.listed[1])
        scene.figure.canvas.draw()
    renderer = scene.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    names = [text for text in scene.axes.texts if text.get_text() and text.get_fontweight() == "bold"]
    boxes = [text.get_window_extent(renderer) for text in names if text.get_visible()]
    assert len(boxes) == 8
    assert not any(one.overlaps(other) for k, one in enumerate(boxes[:-1]) for other in boxes[:k])
    frame = scene.figure.bbox
    assert all(box.x0 >= 0 and box.x1 <= frame.x1 and box.y0 >= 0 and box.y1 <= frame.y1 for box in boxes)


def test_the_pacific_is_whole_and_north_is_up() -> None:
    where = {"CHN": (39.9, 116.4), "USA": (38.9, -77.0), "AUS": (-35.3, 149.1)}
    places, middle, shrink = grounds.projected(where)
    assert places["CHN"][0] < places["AUS"][0] < places["USA"][0]
    assert places["CHN"][1] > 0 > places["AUS"][1]
    assert 180 - abs(middle) < 30
    assert 0.9 < shrink <= 1
    across = (where["AUS"][1] - where["CHN"][1]) * shrink
    assert places["AUS"][0] - places["CHN"][0] == pytest.approx(across)


def test_a_gif_has_every_moment_and_the_first_is_not_the_last(moved: Any, tmp_path: Path) -> None:
    path = film.animate(moved, "map", tmp_path / "new" / "trust.gif", fps=10)
    with Image.open(path) as image:
        assert (image.size, image.n_frames) == ((960, 540), 4)
        frames = []
        for place in range(image.n_frames):
            image.seek(place)
            frames.append(np.asarray(image.convert("L")).astype(int))
            assert image.info["duration"] >= 100
    assert (frames[0] < 200).mean() > 0.02, "almost nothing was drawn"
    assert (abs(frames[0] - frames[-1]) > 30).any()
    assert [entry.name for entry in path.parent.iterdir()] == ["trust.gif"]


def test_an_mp4_is_read_by_ffmpeg(moved: Any, tmp_path: Path) -> None:
    program = film.ffmpeg()
    if program is None:
        pytest.skip("ffmpeg is not installed: apt install ffmpeg, or pip install 'dipsim[video]'")
    path = film.animate(moved, "network", tmp_path / "trust.mp4", fps=5)
    said = subprocess.run([program, "-i", str(path), "-f", "null", "-"], capture_output=True, text=True, timeout=60)
    assert said.returncode == 0
    assert "1280x720" in said.stderr
    assert "frame=   12" in said.stderr or "frame=12" in said.stderr.replace(" ", "")


def test_what_is_missing_is_told(moved: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = SimpleNamespace(**{**vars(moved), "spec": SimpleNamespace(nations={"ARL": moved.spec.nations["ARL"]})})
    with pytest.raises(ArgumentError, match=r"found none of BOR, CAL, .*add location: \[latitude, longitude\]"):
        film.animate(nowhere, "map", tmp_path / "x.gif")
    with pytest.raises(UnknownName, match="no animation 'globe'"):
        film.animate(moved, "globe")
    with pytest.raises(ArgumentError, match=r"expected a file that ends in \.gif or \.mp4, found 'x\.avi'"):
        film.animate(moved, "network", tmp_path / "x.avi")
    with pytest.raises(ArgumentError, match=r"fps: expected a number from 0\.1 to 60, found 0"):
        film.animate(moved, "network", tmp_path / "x.gif", fps=0)
    monkeypatch.setattr(film, "ffmpeg", lambda: None)
    with pytest.raises(ArgumentError, match="expected the program ffmpeg, found none; install it"):
        film.animate(moved, "network", tmp_path / "x.mp4")
    monkeypatch.setattr(film, "ffmpeg", lambda: "/bin/false")
    with pytest.raises(StorageError, match="ffmpeg could not write it"):
        film.animate(moved, "network", tmp_path / "x.mp4", fps=2)
    assert list(tmp_path.iterdir()) == []
