"""Is every damaged shard noticed, named, set aside and computed again?

    python campaigns/corruption.py --count 1000

A finished small sweep is damaged in about half of its shards at a time, in ways drawn at random. Then ``dipsim sweep
verify`` must end with exit code 7 and name exactly the damaged files; ``dipsim sweep resume`` must end with 0, leave
the damaged files beside as ``.corrupt``, and give the fingerprint and every value of the undamaged sweep; ``verify``
must then end with 0, and the shards that were not damaged must not have been written again.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from small_sweeps import Small, command, fingerprint, finished, unfinished

SWEEP = Small(256, 4, 1)
Luck = np.random.Generator


@dataclass
class Tally:
    """What was damaged, and everything that should not have happened."""

    kinds: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The summary."""
        kinds = [f"  {count:5} {kind}" for kind, count in sorted(self.kinds.items())]
        head = f"{self.kinds.total()} damaged files in {self.rounds} rounds"
        return [head, *kinds, f"faults: {len(self.faults)}", *self.faults]


def flip(data: bytes, luck: Luck) -> bytes:
    """One bit, anywhere."""
    changed = bytearray(data)
    changed[int(luck.integers(len(data)))] ^= 1 << int(luck.integers(8))
    return bytes(changed)


def truncate(data: bytes, luck: Luck) -> bytes:
    """Cut off after some bytes."""
    return data[: int(luck.integers(1, len(data)))]


def zero(data: bytes, luck: Luck) -> bytes:
    """Zeros from somewhere on, as a file system leaves them after a crash."""
    kept = int(luck.integers(len(data)))
    return data[:kept] + bytes(len(data) - kept)


def append(data: bytes, luck: Luck) -> bytes:
    """Bytes after the end."""
    return data + luck.bytes(int(luck.integers(1, 64)))


def edit(data: bytes, luck: Luck) -> bytes:
    """A sound Parquet file in which one value was changed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    values = table["trust"].to_numpy().copy()
    values[int(luck.integers(len(values)))] += 1e-12
    row = table.column_names.index("trust")
    sink = pa.BufferOutputStream()
    pq.write_table(table.set_column(row, "trust", pa.array(values)), sink, compression="zstd")
    return bytes(sink.getvalue())


BYTES: dict[str, Callable[[bytes, Luck], bytes]] = {
    "one bit flipped": flip,
    "cut off": truncate,
    "zeros from somewhere on": zero,
    "bytes appended": append,
    "empty": lambda data, luck: b"",
    "one value edited in a sound file": edit,
}
FITTING = {"one value edited, file named to fit": edit}
FOREIGN = ("another sweep's shard under this name", "another sweep's shard under its own name")
PAIRS = ("two swapped", "two swapped, files named to fit")
KINDS = (*BYTES, *FITTING, *FOREIGN, *PAIRS)


def name_of(shard: str, data: bytes) -> str:
    """The name that a shard file of these bytes has."""
    return f"{shard}.{hashlib.blake2b(data, digest_size=16).hexdigest()}.parquet"


class Damage:
    """Damages the shards of a folder; ``other`` is a finished sweep of another experiment."""

    def __init__(self, folder: Path, other: Path, luck: Luck) -> None:
        self.place, self.luck, self.tally = folder / "shards", luck, Counter[str]()
        self.foreign = {path.name.split(".")[0]: path for path in (other / "shards").iterdir()}

    def some(self, count: int) -> set[str]:
        """Damage so many different shards; returns the names of damaged files as they are now."""
        paths = [path for path in sorted(self.place.iterdir()) if path.name in finished(self.place.parent)]
        left = [paths[row] for row in self.luck.permutation(len(paths))[:count]]
        names: set[str] = set()
        while left:
            kind = str(self.luck.choice([kind for kind in KINDS if len(left) > 1 or kind not in PAIRS]))
            hit = [left.pop() for _ in range(2 if kind in PAIRS else 1)]
            names |= set(self.pair(kind, *hit) if kind in PAIRS else self.one(kind, hit[0]))
            self.tally[kind] += len(hit)
        return names

    def one(self, kind: str, path: Path) -> list[str]:
        shard, data = path.name.split(".")[0], path.read_bytes()
        changed = data
        while changed == data:
            changed = ({**BYTES, **FITTING}[kind])(data, self.luck) if kind not in FOREIGN else self.other(shard)
        fitting = kind in FITTING or kind == FOREIGN[1]
        return [self.put(path, name_of(shard, changed) if fitting else path.name, changed)]

    def other(self, shard: str) -> bytes:
        return self.foreign[shard].read_bytes()

    def pair(self, kind: str, one: Path, two: Path) -> list[str]:
        first, second = one.read_bytes(), two.read_bytes()
        names = [one.name, two.name]
        if kind == PAIRS[1]:
            names = [name_of(one.name.split(".")[0], second), name_of(two.name.split(".")[0], first)]
        return [self.put(one, names[0], second), self.put(two, names[1], first)]

    def put(self, path: Path, name: str, data: bytes) -> str:
        path.unlink()
        path.with_name(name).write_bytes(data)
        return name


def one_round(folder: Path, other: Path, count: int, prints: tuple[str, str], luck: Luck, tally: Tally) -> None:
    """Damage, verify, resume, compare."""
    before, damage = finished(folder), Damage(folder, other, luck)
    names = damage.some(count)
    tally.kinds += damage.tally
    tally.rounds += 1
    now = finished(folder)
    same = [name for name in before if now.get(name) == before[name]]
    untouched = {name: (folder / "shards" / name).stat().st_mtime_ns for name in same}
    faults = tally.faults

    code, out, err = command("sweep", "verify", folder, "--json")
    named = set(json.loads(out)["damaged"])
    if code != 7 or "damaged" not in err:
        faults.append(f"verify ended with {code}: {err.strip()}")
    if named != names:
        faults.append(f"not noticed: {sorted(names - named)}; wrongly named: {sorted(named - names)}")

    code, _, err = command("sweep", "resume", folder, "--workers", 1, "--quiet")
    if code:
        faults.append(f"resume ended with {code}: {err.strip()}")
    if fingerprint(folder) != prints or finished(folder) != before:
        faults.append("another sweep than before the damage")
    if any((folder / "shards" / name).stat().st_mtime_ns != time for name, time in untouched.items()):
        faults.append("a sound shard was written again")
    if missing := [name for name in names if not (folder / "shards" / f"{name}.corrupt").exists()]:
        faults.append(f"not set aside: {missing}")

    code, _, err = command("sweep", "verify", folder)
    if code or unfinished(folder):
        faults.append(f"verify ended with {code} after the resume: {err.strip()} {unfinished(folder)}")
    for path in (folder / "shards").glob("*.corrupt"):
        path.unlink()


def other_files(folder: Path, prints: tuple[str, str], count: int, luck: Luck, tally: Tally) -> None:
    """Bits flipped in the design, which resume mends, and in sweep.json, which is refused."""
    for name in ("design.parquet", "sweep.json"):
        sound = (folder / name).read_bytes()
        for _ in range(count):
            (folder / name).write_bytes(flip(sound, luck))
            codes = command("sweep", "verify", folder)[0], command("sweep", "resume", folder, "--quiet")[0]
            if codes != ((7, 0) if name == "design.parquet" else (7, 7)):
                tally.faults.append(f"{name}: verify and resume ended with {codes}")
            if name == "sweep.json":
                (folder / name).write_bytes(sound)
            if fingerprint(folder) != prints or command("sweep", "verify", folder)[0]:
                tally.faults.append(f"{name}: another sweep than before the damage")
            tally.kinds[f"one bit flipped in {name}"] += 1


def campaign(count: int, seed: int, place: Path, more: int, quiet: bool = False) -> Tally:
    """So many damaged shards, then ``more`` flipped bits in each of the two other files."""
    luck, tally = np.random.default_rng(seed), Tally()
    for name, row in (("swept", seed), ("other", seed + 1)):
        file = SWEEP.write(place / f"{name}_files", row)
        code, _, err = command("sweep", file, "--out", place / name, "--workers", 1, "--quiet")
        if code:
            raise RuntimeError(err)
    folder = place / "swept"
    prints, shards = fingerprint(folder), len(finished(folder))
    while (done := tally.kinds.total()) < count:
        one_round(folder, place / "other", min(shards // 2, count - done), prints, luck, tally)
        if not quiet and tally.rounds % 10 == 0:
            print(f"{tally.kinds.total()} damaged, {len(tally.faults)} faults", flush=True)
    other_files(folder, prints, more, luck, tally)
    shutil.rmtree(place / "other")
    return tally


def main() -> None:
    """Run the campaign and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--more", type=int, default=20, help="flipped bits in each of the other files")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dipsim_corruption_") as place:
        tally = campaign(asked.count, asked.seed, Path(place), asked.more)
    print("\n".join([f"seed {asked.seed}", *tally.lines()]))
    sys.exit(bool(tally.faults))


if __name__ == "__main__":
    main()
