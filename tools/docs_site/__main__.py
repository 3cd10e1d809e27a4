"""Build the documentation site: ``make site``, or ``PYTHONPATH=tools python -m docs_site --out site``."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from sphinx.cmd.build import build_main

from docs_site.assemble import assemble
from docs_site.built import problems
from docs_site.files import ROOT

INVENTORY = "objects.inv"  # a file that Sphinx writes into every site


def main() -> int:
    """Assemble the source, run Sphinx with warnings as errors, and say where the first page is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "site", help="folder of the site")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "site", help="folder of the source and the runs")
    parser.add_argument("--without-gallery", action="store_true", help="leave the scenarios out: seconds, not minutes")
    given = parser.parse_args()
    began = time.monotonic()
    source, extra = given.work / "source", given.work / "extra"
    extra.mkdir(parents=True, exist_ok=True)
    assemble(source, extra, given.work / "runs", not given.without_gallery)
    print(f"assembled in {time.monotonic() - began:.0f} s", flush=True)
    options = [
        "-b",
        "html",
        "-q",
        "-W",
        "--keep-going",
        "-c",
        str(Path(__file__).parent),
        "-d",
        str(given.work / "doctrees"),
    ]
    code = build_main([*options, "-D", f"html_extra_path={extra}", str(source), str(given.work / "html")])
    if code == 0 and (found := problems(given.work / "html")):
        print(*found, sep="\n", file=sys.stderr)
        code = 1
    if code == 0:
        if (given.out / INVENTORY).exists():  # an earlier site, not a folder of the user's
            shutil.rmtree(given.out)
        shutil.copytree(given.work / "html", given.out, dirs_exist_ok=True)
        print(f"built in {time.monotonic() - began:.0f} s; open {given.out / 'index.html'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
