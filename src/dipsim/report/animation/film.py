"""Moving pictures as files: GIF by Pillow, MP4 by ffmpeg."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import matplotlib as mpl
from matplotlib.animation import FFMpegWriter, PillowWriter

from dipsim.report import result_view, style
from dipsim.report.animation.grounds import GROUNDS
from dipsim.report.animation.moments import Moments, moments
from dipsim.report.animation.scene import Scene
from dipsim.report.result_view import Outcome
from dipsim.runs.errors import StorageError
from dipsim.runs.storage import atomic_folder
from dipsim.runs.storage.derived import refuse_sealed
from dipsim.runs.storage.filesystem import reported
from dipsim.runs.storage.safe_names import slug
from dipsim.scenario.arguments import ArgumentError, one_of

DPI = {".gif": 75, ".mp4": 100}  # 960 x 540 and 1280 x 720 pixels
PER_SECOND = {"year": 2.0, "month": 12.0}
LEAST, LARGEST = 0.1, 60.0  # moments a second
HOLD = 1.5  # seconds that the last moment stays
NO_FFMPEG = (
    "mp4: expected the program ffmpeg, found none; install it (apt install ffmpeg), or pip install 'dipsim[video]', "
    "or name a file that ends in .gif"
)


def animate(
    result: Outcome,
    what: str = "network",
    out: str | Path | None = None,
    *,
    step: str = "year",
    fps: float | None = None,
    replicate: int | None = None,
) -> Path:
    """Write how trust and disputes move over time as a moving picture.

    Nations stay where they are; the width of a line is trust; a mark says on which rung a dispute is.

    Parameters
    ----------
    result : Result
    what : str
        "network", or "map" where the nations have a ``location``.
    out : path, optional
        File that ends in .gif or .mp4. Unless given, a GIF in the current folder, named after the results.
    step : str
        "year", or "month": every tick, of the runs that are kept in detail.
    fps : float, optional
        Moments a second: 2 years or 12 months unless given.
    replicate : int, optional
        One run that is kept in detail. Unless given, means over runs.

    Returns
    -------
    Path
        The file; an earlier one of that name is replaced.

    Raises
    ------
    UnknownName, ArgumentError
        Another picture, step, ending or replicate; no locations; no ffmpeg for .mp4.
    FolderError, StorageError
        The file is a sealed part of results; the disk or ffmpeg refuses.

    Examples
    --------
    >>> result = dipsim.run("two_nations", replicates=2, judge=False)
    >>> dipsim.animate(result, "network", "trust.gif").name
    'trust.gif'
    """
    one_of("animation", what, GROUNDS)
    path = Path(out) if out is not None else Path(f"{_name(result)}_{what}.gif")
    if path.suffix.lower() not in DPI:
        raise ArgumentError(f"out: expected a file that ends in .gif or .mp4, found '{path.name}'")
    if fps is not None and not LEAST <= fps <= LARGEST:
        raise ArgumentError(f"fps: expected a number from {LEAST:g} to {LARGEST:g}, found {fps:g}")
    if path.suffix.lower() == ".mp4" and ffmpeg() is None:
        raise ArgumentError(NO_FFMPEG)
    refuse_sealed([path])
    found = moments(result, step, replicate)
    with style.settings():
        scene = GROUNDS[what](result, found)
        _write(scene, found, path, fps or PER_SECOND[step])
    return path


def ffmpeg() -> str | None:
    """The program ffmpeg: that of the system, else the one that imageio-ffmpeg brings; None where neither is there."""
    own = shutil.which("ffmpeg")
    if own is not None or find_spec("imageio_ffmpeg") is None:
        return own
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        return None


def _name(result: Outcome) -> str:
    folder = getattr(result, "folder", None)
    return slug(folder.name if folder is not None else result_view.title(result))


def _write(scene: Scene, found: Moments, path: Path, fps: float) -> None:
    """Write every moment, the last for a while longer, whole or not at all."""
    ending = path.suffix.lower()
    made = atomic_folder.hidden(path.absolute(), f"tmp{ending}")
    writer: Any
    if ending == ".gif":
        writer = PillowWriter(fps=fps)  # type: ignore[arg-type]
    else:
        plain = ["-pix_fmt", "yuv420p", "-movflags", "+faststart", "-map_metadata", "-1"]
        writer = FFMpegWriter(fps=fps, codec="libx264", extra_args=plain)  # type: ignore[arg-type]
    with reported(path), mpl.rc_context({"animation.ffmpeg_path": ffmpeg() or "ffmpeg", "savefig.bbox": None}):
        made.parent.mkdir(parents=True, exist_ok=True)
        try:
            with writer.saving(scene.figure, str(made), DPI[ending]):
                for moment in (*found.listed, *[found.listed[-1]] * round(HOLD * fps)):
                    scene.show(moment)
                    writer.grab_frame()
            made.replace(path)
        except (CalledProcessError, BrokenPipeError) as problem:
            why = (getattr(problem, "stderr", "") or "no reason given").strip().splitlines()[-1]
            raise StorageError(f"{path}: ffmpeg could not write it ({why}); nothing was left behind") from problem
        finally:
            made.unlink(missing_ok=True)
