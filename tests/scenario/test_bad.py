"""Every wrong scenario is refused with file, line, column and code, and nothing is written."""

# Also tests: scenario/checks/references.py, scenario/checks/timeline_claims.py,
#   scenario/schema/pydantic_errors.py, scenario/yaml/codes.py

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dipsim.scenario.load import load
from dipsim.scenario.yaml.codes import CODES
from dipsim.scenario.yaml.problems import ScenarioError

# cases are (name, text, line, column, code of the first problem)

HEAD = """\
dipsim: 1
title: Two
issues: {border: 1.0}
nations:
  ARL: {gdp: 900, interests: {border: 0.5}}
  BOR: {gdp: 500, interests: {border: -0.5}}
"""

# the file as a whole, and its YAML
WHOLE: list[tuple[str, str | bytes, int, int, str]] = [
    ("empty", "", 1, 1, "E1009"),
    ("comment only", "# nothing\n", 1, 1, "E1009"),
    ("a list", "- 1\n- 2\n", 1, 1, "E1103"),
    ("a scalar", "just text\n", 1, 1, "E1103"),
    ("two documents", "dipsim: 1\n---\ndipsim: 1\n", 2, 1, "E1010"),
    ("directive", "# x\n%YAML 1.1\n---\ndipsim: 1\n", 2, 1, "E1011"),
    ("alias", "dipsim: 1\ntitle: *x\n", 2, 8, "E1012"),
    ("anchor", "dipsim: 1\ntitle: &x T\n", 2, 8, "E1013"),
    ("self-containing list", "a: &a [*a]\n", 1, 4, "E1013"),
    ("tag", "dipsim: !!python/object/apply:os.system [ls]\n", 1, 9, "E1014"),
    ("merge key", "dipsim: 1\n<<: {title: T}\n", 2, 1, "E1015"),
    ("duplicate key", HEAD + "title: Three\n", 7, 1, "E1016"),
    ("duplicate key by case", "dipsim: 1\nDipsim: 1\n", 2, 1, "E1016"),
    ("duplicate key by composition", "caf\u00e9: 1\ncafe\u0301: 1\n", 2, 1, "E1016"),
    ("list as key", "? [a]\n: b\n", 1, 3, "E1017"),
    ("empty key", "'': b\n", 1, 1, "E1017"),
    ("nested too deep", "[" * 200, 1, 65, "E1018"),
    ("nested deeper than PyYAML allows", "[" * 200_000, 1, 1001, "E1018"),
    ("latin-1", b"dipsim: 1\ntitle: caf\xe9\n", 2, 11, "E1004"),
    ("utf-16", "dipsim: 1".encode("utf-16"), 1, 1, "E1004"),
    ("NUL", "dipsim: 1\ntitle: a\0b\n", 2, 9, "E1005"),
    ("escape sequence", "title: \x1b[31mred\n", 1, 8, "E1005"),
    ("zero width", "title: a\u200bb\n", 1, 9, "E1005"),
    ("right to left override", "title: a\u202eb\n", 1, 9, "E1005"),
    ("escaped NUL", 'title: "a\\0b"\n', 1, 8, "E1005"),
    ("tab", "dipsim: 1\n\ttitle: T\n", 2, 1, "E1006"),
    ("long line", "title: " + "a" * 1_100_000 + "\n", 1, 1, "E1007"),
    ("big file", b"a" * (8 * 1024 * 1024 + 1), 1, 1, "E1003"),
    ("colon in text", "title: one: two\n", 1, 11, "E1008"),
    ("open list", "nations: [a, b\n", 1, 10, "E1008"),
    ("special character", "title: @home\n", 1, 8, "E1008"),
    ("wrong version", "dipsim: 2\ntitle: T\nnations: {ARL: {gdp: 1}}\n", 1, 9, "E1116"),
]

# what follows HEAD, so the first line is 7
TAIL: list[tuple[str, str, int, int, str]] = [
    ("unknown section", "nation: {}\n", 7, 1, "E1101"),
    ("null section", "relations:\n", 7, 11, "E1103"),
    ("list for mapping", "time: [2025-01]\n", 7, 7, "E1103"),
    ("mapping for list", "sources: {a: b}\n", 7, 10, "E1103"),
    ("mapping for text", "about: {a: b}\n", 7, 8, "E1103"),
    ("empty text", 'about: ""\n', 7, 8, "E1113"),
    ("infinite", "time: {years: .inf}\n", 7, 15, "E1105"),
    ("not a number", "time: {years: .nan}\n", 7, 15, "E1105"),
    ("too large", "time: {years: 1e400}\n", 7, 15, "E1105"),
    ("too small", "time: {years: 1e-320}\n", 7, 15, "E1105"),
    ("octal", "time: {years: 012}\n", 7, 15, "E1104"),
    ("underscore", "time: {years: 1_0}\n", 7, 15, "E1104"),
    ("sexagesimal", "time: {years: 1:30}\n", 7, 15, "E1104"),
    ("decimal comma", "time:\n  years: 1,5\n", 8, 10, "E1104"),
    ("quoted number", "time: {years: '20'}\n", 7, 15, "E1104"),
    ("unit", "time: {years: 20 y}\n", 7, 15, "E1104"),
    ("full-width digits", "time: {years: \uff12\uff10}\n", 7, 15, "E1104"),
    ("minus sign", "processes: {crisis: {motive: \u22121}}\n", 7, 30, "E1104"),
    ("many digits", "time: {years: 0.123456789012345678901}\n", 7, 15, "E1107"),
    ("whole number that floats cannot hold", "money: {per_billion: 9007199254740993}\n", 7, 22, "E1107"),
    ("no number", "time:\n  years:\n", 8, 9, "E1104"),
    ("below the bound", "time: {years: 0}\n", 7, 15, "E1106"),
    ("above the bound", "time: {years: 201}\n", 7, 15, "E1106"),
    ("shorter than a tick", "time: {years: 0.3, tick: year}\n", 7, 15, "E1117"),
    ("shorter than a month", "time: {years: 0.02}\n", 7, 15, "E1117"),
    ("unknown tick", "time: {tick: mnth}\n", 7, 14, "E1109"),
    ("bad date", "time: {start: 2025}\n", 7, 15, "E1110"),
    ("month 13", "time: {start: 2025-13}\n", 7, 15, "E1110"),
    ("yes for true", "relations: [{between: [ARL, BOR], hotline: yes}]\n", 7, 44, "E1108"),
    ("quoted truth value", "relations: [{between: [ARL, BOR], hotline: 'true'}]\n", 7, 44, "E1108"),
    ("unknown start", "options: {start: warm}\n", 7, 18, "E1109"),
    ("unknown process", "processes: {crises: {motive: 1}}\n", 7, 13, "E1101"),
    ("unknown parameter", "processes: {crisis: {motiv: 1}}\n", 7, 22, "E1101"),
    ("parameter out of bounds", "processes: {crisis: {motive: -1}}\n", 7, 30, "E1106"),
    ("sourced without source", "time: {years: {value: 5}}\n", 7, 15, "E1102"),
    ("sourced with unknown key", "time: {years: {value: 5, source: x, yeer: 2020}}\n", 7, 37, "E1101"),
    ("sourced with bad grade", "time: {years: {value: 5, source: x, grade: 5}}\n", 7, 44, "E1106"),
    ("sourced out of bounds", "time: {years: {value: 500, source: x}}\n", 7, 23, "E1106"),
    ("relation without pair", "relations:\n  - {proximity: 0.5}\n", 8, 5, "E1102"),
    ("relation of one", "relations:\n  - {between: [ARL]}\n", 8, 15, "E1114"),
    ("relation with itself", "relations:\n  - {between: [ARL, ARL]}\n", 8, 21, "E1210"),
    ("unknown nation", "relations:\n  - {between: [ARL, BRO]}\n", 8, 21, "E1201"),
    ("pair twice", "relations:\n  - {between: [ARL, BOR]}\n  - {between: [BOR, ARL]}\n", 9, 5, "E1208"),
    ("trust and history", "relations:\n  - {between: [ARL, BOR], trust: 0.5, history: 1}\n", 8, 39, "E1211"),
    ("trust of 1", "relations:\n  - {between: [ARL, BOR], trust: 1}\n", 8, 34, "E1106"),
    ("trust of a stranger", "relations:\n  - {between: [ARL, BOR], trust: {CEL: 0.5}}\n", 8, 35, "E1212"),
    ("unknown content", "relations:\n  - {between: [ARL, BOR], pact: defense}\n", 8, 33, "E1109"),
    ("unknown scope", "relations:\n  - {between: [ARL, BOR], agreements: [exercises]}\n", 8, 40, "E1109"),
    ("missing table", "relations: {from: none.csv}\n", 7, 19, "E1309"),
    ("table outside", "relations: {from: ../none.csv}\n", 7, 19, "E1302"),
    ("missing base", "base: none.yaml\n", 7, 7, "E1301"),
    ("base outside", "base: ../none.yaml\n", 7, 7, "E1302"),
    ("absolute base", "base: /etc/passwd\n", 7, 7, "E1302"),
    ("base on the net", "base: https://example.org/x.yaml\n", 7, 7, "E1302"),
    ("organisation without members", "organisations:\n  - {name: O, kind: forum, members: [ARL]}\n", 8, 37, "E1114"),
    ("member twice", "organisations:\n  - {name: O, kind: forum, members: [ARL, ARL]}\n", 8, 43, "E1210"),
    ("unknown member", "organisations:\n  - {name: O, kind: forum, members: [ARL, BORR]}\n", 8, 43, "E1201"),
    ("unknown sort", "organisations:\n  - {name: O, kind: forums, members: [ARL, BOR]}\n", 8, 21, "E1109"),
    (
        "organisation twice",
        "organisations:\n"
        "  - {name: O, kind: forum, members: [ARL, BOR]}\n"
        "  - {name: o, kind: forum, members: [ARL, BOR]}\n",
        9,
        12,
        "E1209",
    ),
    (
        "holds an unknown kind",
        "organisations:\n  - {name: O, kind: forum, members: [ARL, BOR], holds: {joint_exercises: 1}}\n",
        8,
        57,
        "E1202",
    ),
    (
        "holds a standing kind",
        "organisations:\n  - {name: O, kind: forum, members: [ARL, BOR], holds: {hotline: 1}}\n",
        8,
        57,
        "E1221",
    ),
    (
        "an act of a kind that is an organisation",
        "timeline:\n  - {at: 2026-01, control_regime: {between: [ARL, BOR]}}\n",
        8,
        35,
        "E1222",
    ),
    (
        "a hotline that is no programme in force",
        "relations:\n  - {between: [ARL, BOR], in_force: [joint_exercise]}\n",
        8,
        38,
        "E1216",
    ),
    (
        "a measure among what two signed",
        "relations:\n  - {between: [ARL, BOR], in_force: sanction}\n",
        8,
        37,
        "E1216",
    ),
    (
        "a hotline among measures",
        "relations:\n  - {between: [ARL, BOR], measures: {ARL: hotline}}\n",
        8,
        43,
        "E1216",
    ),
    ("a measure misspelt", "relations:\n  - {between: [ARL, BOR], measures: [sanctoin]}\n", 8, 38, "E1202"),
    ("a measure of a third", "relations:\n  - {between: [ARL, BOR], measures: {CEL: sanction}}\n", 8, 38, "E1212"),
    ("new kind without a model", "exchanges:\n  port_call: {cost: 0.02}\n", 8, 3, "E1218"),
    ("like nothing", "exchanges:\n  port_call: {like: joint_exercize}\n", 8, 21, "E1202"),
    ("like in a circle", "exchanges:\n  one: {like: two}\n  two: {like: one}\n", 8, 15, "E1217"),
    ("like itself", "exchanges:\n  hotline: {like: hotline}\n", 8, 19, "E1217"),
    ("kind with the name of an event", "exchanges:\n  disaster: {like: hotline}\n", 8, 3, "E1219"),
    ("kind with the name of an account", "exchanges:\n  history: {like: hotline}\n", 8, 3, "E1219"),
    ("kind with the name of the baseline", "exchanges:\n  baseline_2: {like: hotline}\n", 8, 3, "E1219"),
    ("kind with the name of the runs as they are", "exchanges:\n  as_is: {like: hotline}\n", 8, 3, "E1219"),
    (
        "organisation named like all",
        "organisations:\n  - {name: '*', kind: forum, members: [ARL, BOR]}\n",
        8,
        12,
        "E1223",
    ),
    (
        "organisation named like an override",
        "organisations:\n  - {name: A=B, kind: forum, members: [ARL, BOR]}\n",
        8,
        12,
        "E1223",
    ),
    ("kind with a bad name", "exchanges:\n  Port Call: {like: joint_exercise}\n", 8, 3, "E1111"),
    ("unknown number of a kind", "exchanges:\n  hotline: {costs: 1}\n", 8, 13, "E1101"),
    ("mode is not given", "exchanges:\n  hotline: {mode: 2}\n", 8, 13, "E1101"),
    ("false for off", "exchanges:\n  hotline: false\n", 8, 12, "E1103"),
    ("unknown kind off", "exchanges:\n  hotlin: off\n", 8, 3, "E1202"),
    ("no date", "timeline:\n  - {government_change: ARL}\n", 8, 5, "E1214"),
    ("two dates", "timeline:\n  - {at: 2026-01, every: year, government_change: ARL}\n", 8, 5, "E1214"),
    ("no event", "timeline:\n  - {at: 2026-01}\n", 8, 5, "E1214"),
    (
        "two events",
        "timeline:\n  - {at: 2026-01, government_change: ARL, lift: {from: ARL, to: BOR}}\n",
        8,
        43,
        "E1214",
    ),
    ("unknown event", "timeline:\n  - {at: 2026-01, goverment_change: ARL}\n", 8, 19, "E1202"),
    ("unknown interval", "timeline:\n  - {every: week, government_change: ARL}\n", 8, 13, "E1109"),
    ("until without every", "timeline:\n  - {at: 2026-01, until: 2027-01, government_change: ARL}\n", 8, 19, "E1214"),
    ("before the start", "timeline:\n  - {at: 2024-12, government_change: ARL}\n", 8, 10, "E1213"),
    (
        "until before from",
        "timeline:\n  - {every: year, from: 2027-01, until: 2026-01, government_change: ARL}\n",
        8,
        41,
        "E1213",
    ),
    ("event of an unknown nation", "timeline:\n  - {at: 2026-01, government_change: ARK}\n", 8, 38, "E1201"),
    ("act of a directed kind", "timeline:\n  - {at: 2026-01, arms_transfer: {between: [ARL, BOR]}}\n", 8, 34, "E1215"),
    ("act of a pair kind", "timeline:\n  - {at: 2026-01, joint_exercise: {from: ARL, to: BOR}}\n", 8, 35, "E1215"),
    ("act without a receiver", "timeline:\n  - {at: 2026-01, arms_transfer: {from: ARL}}\n", 8, 34, "E1215"),
    ("act with itself", "timeline:\n  - {at: 2026-01, arms_transfer: {from: ARL, to: ARL}}\n", 8, 50, "E1210"),
    (
        "act without size",
        "timeline:\n  - {at: 2026-01, joint_exercise: {between: [ARL, BOR], scale: 0}}\n",
        8,
        64,
        "E1106",
    ),
    (
        "unknown key of an act",
        "timeline:\n  - {at: 2026-01, joint_exercise: {between: [ARL, BOR], size: 1}}\n",
        8,
        57,
        "E1101",
    ),
    ("join nothing", "timeline:\n  - {at: 2026-01, join: {nation: ARL, organisation: X}}\n", 8, 53, "E1204"),
    ("end of a pair kind", "timeline:\n  - {at: 2026-01, end: {kind: forum, between: [ARL, BOR]}}\n", 8, 31, "E1216"),
    ("change of nothing", "timeline:\n  - {at: 2026-01, change: {nation: ARL}}\n", 8, 27, "E1102"),
    ("change of gdp", "timeline:\n  - {at: 2026-01, change: {nation: ARL, gdp: 5}}\n", 8, 41, "E1101"),
    ("claim of nothing", "expect:\n  - {is: stabilises}\n", 8, 5, "E1220"),
    ("claim of an unknown kind", "expect:\n  - {verdict: joint_exercises, is: stabilises}\n", 8, 15, "E1202"),
    ("claim with an unknown word", "expect:\n  - {verdict: cooperation, is: stabilizes}\n", 8, 32, "E1109"),
    ("claim without a margin", "expect:\n  - {outcome: trust, is: 0.5}\n", 8, 5, "E1220"),
    ("claim with a lost override", "expect:\n  - {outcome: war, above: 0, with: {nations.X.gdp: 1}}\n", 8, 37, "E1306"),
    (
        "claim with a bad override",
        "expect:\n  - {outcome: war, above: 0, with: {nations.ARL.gdp: -1}}\n",
        8,
        37,
        "E1106",
    ),
    ("seed out of range", "expect:\n  - {outcome: war, above: 0, seed: -1}\n", 8, 36, "E1106"),
    ("half a replicate", "expect:\n  - {outcome: war, above: 0, replicates: 1.5}\n", 8, 42, "E1115"),
]

# the whole text, in the part that names nations
NATIONS: list[tuple[str, str, int, int, str]] = [
    ("no nations", "dipsim: 1\ntitle: T\n", 1, 1, "E1102"),
    ("empty nations", "dipsim: 1\ntitle: T\nnations: {}\n", 3, 10, "E1114"),
    ("no title", "dipsim: 1\nnations: {ARL: {gdp: 1}}\n", 1, 1, "E1102"),
    ("long title", f"dipsim: 1\ntitle: {'x' * 81}\nnations: {{ARL: {{gdp: 1}}}}\n", 2, 8, "E1112"),
    ("no gdp", "dipsim: 1\ntitle: T\nnations:\n  ARL: {burden: 0.02}\n", 4, 8, "E1102"),
    ("negative gdp", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: -5}\n", 4, 14, "E1106"),
    ("unknown trait", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5, trasparency: 1}\n", 4, 17, "E1101"),
    ("trait out of bounds", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5, offence: 2}\n", 4, 26, "E1106"),
    ("code in small letters", "dipsim: 1\ntitle: T\nnations:\n  arl: {gdp: 5}\n", 4, 3, "E1111"),
    ("code too short", "dipsim: 1\ntitle: T\nnations:\n  A: {gdp: 5}\n", 4, 3, "E1111"),
    ("unknown posture", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5, posture: hedgehog}\n", 4, 26, "E1205"),
    (
        "same name",
        "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5, name: Arland}\n  BOR: {gdp: 5, name: arland}\n",
        5,
        23,
        "E1206",
    ),
    ("same id", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5}\n  BOR: {gdp: 5, id: ARL}\n", 5, 21, "E1207"),
    ("location of one", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5, location: [1]}\n", 4, 27, "E1114"),
    ("latitude of 91", "dipsim: 1\ntitle: T\nnations:\n  ARL: {gdp: 5, location: [91, 0]}\n", 4, 28, "E1106"),
    (
        "unknown issue",
        "dipsim: 1\ntitle: T\nissues: {border: 1}\nnations:\n  ARL: {gdp: 5, interests: {boder: 1}}\n",
        5,
        29,
        "E1203",
    ),
    (
        "position out of bounds",
        "dipsim: 1\ntitle: T\nissues: {border: 1}\nnations:\n  ARL: {gdp: 5, interests: {border: 2}}\n",
        5,
        37,
        "E1106",
    ),
    (
        "unknown part of an interest",
        "dipsim: 1\ntitle: T\nissues: {border: 1}\nnations:\n"
        "  ARL: {gdp: 5, interests: {border: {position: 1, salence: 1}}}\n",
        5,
        51,
        "E1101",
    ),
    (
        "many nations",
        "dipsim: 1\ntitle: T\nnations:\n" + "".join(f"  N{number}: {{gdp: 1}}\n" for number in range(10, 5011)),
        4,
        3,
        "E1401",
    ),
]

CASES = [*WHOLE, *((name, HEAD + tail, *rest) for name, tail, *rest in TAIL), *NATIONS]


@pytest.mark.parametrize(("text", "line", "column", "code"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_bad_scenario_names_place_and_code(
    tmp_path: Path, text: str | bytes, line: int, column: int, code: str
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ScenarioError) as caught:
        load(file)
    first = caught.value.problems[0]
    assert (first.line, first.column, first.code) == (line, column, code), str(first)
    assert str(first).startswith(f"{file}:{line}:{column}: error {code}: ")
    assert os.listdir(tmp_path) == ["bad.yaml"]


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    assert len(CASES) > 130
    assert len({name for name, *_ in CASES}) == len(CASES)


def test_nearly_every_error_code_has_a_case() -> None:
    elsewhere = {"E1001", "E1002", "E1019", "E1303", "E1304", "E1305", "E1307", "E1308", "E1402", "E1403", "E1404"}
    catalogue = {"E1501", "E1502"}
    experiments = {code for code in CODES if code.startswith("E17")}  # in tests/sweeps/experiment/test_load.py
    errors = {code for code in CODES if code.startswith("E")}
    assert errors - {case[-1] for case in CASES} == elsewhere | catalogue | experiments
