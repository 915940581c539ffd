"""Line numbers are right for everything TOML can nest."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.plan import plan_bytes, plan_names
from bot.programme.plan.lines import Path, line_numbers, line_of


def paths(value: Any, path: Path = ()) -> list[Path]:
    """Every path of a read TOML document."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, inner in below for deeper in paths(inner, (*path, key)))]


SAMPLE = '''\
a = 1 # [not.a.table]
"b c" = """
[nor]
this = 1
"""
d.e.f = 'x = [1'

[t] # comment
list = [
  1, 2.5, # [3]
  "]", [true,
    1979-05-27 07:32:00.999],
]
in = {k = 1, "l m" = {n = "}"}}

[[u]]
key = "first"
[u.sub]
x = """"quoted""""
[[u.many]]
y = 1
[[u.many]]
y = 2

[[u]]
key = \'\'\'
second''\'\'\'
[u.sub]
x = 2
[[u.many]]
y = 3
[t.later]
z = "\\"]"
'''
EXPECTED = {
    ("a",): 1,
    ("b c",): 2,
    ("d",): 6,
    ("d", "e", "f"): 6,
    ("t",): 8,
    ("t", "list"): 9,
    ("t", "list", 0): 10,
    ("t", "list", 1): 10,
    ("t", "list", 2): 11,
    ("t", "list", 3): 11,
    ("t", "list", 3, 0): 11,
    ("t", "list", 3, 1): 12,
    ("t", "in", "l m", "n"): 14,
    ("u",): 16,
    ("u", 0): 16,
    ("u", 0, "key"): 17,
    ("u", 0, "sub"): 18,
    ("u", 0, "sub", "x"): 19,
    ("u", 0, "many", 0, "y"): 21,
    ("u", 0, "many", 1): 22,
    ("u", 0, "many", 1, "y"): 23,
    ("u", 1): 25,
    ("u", 1, "key"): 26,
    ("u", 1, "sub", "x"): 29,
    ("u", 1, "many", 0): 30,
    ("u", 1, "many", 0, "y"): 31,
    ("t", "later"): 32,
    ("t", "later", "z"): 33,
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_key_table_and_element_has_its_line(ends: str) -> None:
    text = SAMPLE.replace("\n", ends)
    found = line_numbers(text)
    assert {path: found[path] for path in EXPECTED} == EXPECTED
    assert set(paths(tomllib.loads(text))) == set(found)


def test_what_is_missing_has_the_line_of_the_table_around_it() -> None:
    found = line_numbers(SAMPLE)
    assert line_of(found, ("u", 1, "sub", "missing")) == 28
    assert line_of(found, ("u", 1, "missing", "deeper")) == 25
    assert line_of(found, ("missing",)) == 1


@pytest.mark.parametrize("name", plan_names())
def test_in_the_plans_each_key_stands_on_the_line_named_for_it(name: str) -> None:
    text = plan_bytes(name).decode()
    lines, found = text.splitlines(), line_numbers(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    for path, line in found.items():
        if path and isinstance(path[-1], str):
            assert path[-1] in lines[line - 1]


keys = st.sampled_from(["a", "b", "long-key", "k_1", "7", "with space", "tô"])
scalars = st.one_of(
    st.integers().map(str),
    st.booleans().map(lambda yes: str(yes).lower()),
    st.text("ab[]{}=#,.'\\\n\"", max_size=12).map(
        lambda text: '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'
    ),
    st.text("ab[]{}=#,. ", max_size=8).map(lambda text: f"'{text}'"),
    st.sampled_from(["1.5", "2021-09-23", "2021-09-23T17:00:00+07:00", "07:30:00", "0xff", "inf", '"\\u00e9]"']),
)
arrays = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "[{}]", "[[{}]]"]), keys, st.dictionaries(keys, arrays, max_size=3)), max_size=5
    )
)
def test_any_document_is_read_with_the_right_lines(blocks: list[tuple[str, str, dict[str, str]]]) -> None:
    written, expected, counts = list[str](), dict[Path, int](), dict[str, int]()
    for number, (header, name, pairs) in enumerate(blocks):
        base: Path = ()
        if header:
            name = f"{name}{number}" if header == "[{}]" else f"many {name}"
            base = (name, counts.setdefault(name, 0)) if header == "[[{}]]" else (name,)
            counts[name] = counts.get(name, 0) + 1
            written += header.format(f'"{name}"').split("\n")
            expected[base] = len(written)
        elif number:
            continue
        for key, value in pairs.items():
            expected[(*base, key)] = len(written) + 1
            written += f'"{key}" = {value} # = ["'.split("\n")
    text = "\n".join(written)
    found = line_numbers(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    assert {path: found[path] for path in expected} == expected
