"""Opening a folder of published data: which of its files belong to which data set."""

from __future__ import annotations

from pathlib import Path

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import ENDINGS, Folder
from dipsim.public_data.readers import EVERY
from dipsim.scenario.yaml.problems import escape, listing, nearest


def open_folder(path: Path | str | Folder) -> Folder:
    """The data sets of a folder, known by the beginning of the names of their files.

    Args:
        path: The folder; a folder that is open already is returned as it is.

    Returns:
        The folder. Tables are read when they are asked for.

    Raises:
        PublishedError: No folder, a folder without any known file, or two files for one data set.
    """
    if isinstance(path, Folder):
        return path
    path = Path(path)
    if not path.is_dir():
        what = "a file" if path.exists() else "nothing there"
        raise PublishedError(f"--data {escape(str(path), 200)}: expected a folder of published data, found {what}")
    names = sorted(file.name for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    files: dict[str, Path] = {}
    for data in EVERY:
        hits = [name for name in names if name.startswith(data.stems) and name.endswith(ENDINGS)]
        if len(hits) > 1:
            raise PublishedError(f"{path}: expected one file of {data.name}, found {listing(hits)}")
        if hits:
            files[data.stem] = path / hits[0]
    if not files:
        raise PublishedError(_none_known(path, names, [data.stem for data in EVERY]))
    return Folder(path, files)


def _none_known(path: Path, names: list[str], stems: list[str]) -> str:
    found = listing([escape(name, 40) for name in names], 3) if names else "nothing"
    hints = (nearest(name.split(".")[0], stems) for name in names)
    near = next((hint for hint in hints if hint), "")
    meant = f"; did you mean {near}.csv?" if near else ""
    expected = f"files such as {', '.join(stems[:4])} ({listing(ENDINGS)})"
    return f"--data {escape(str(path), 200)}: expected {expected}, found {found}{meant}"
