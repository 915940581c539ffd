"""Whatever a file holds, checking it ends in faults, never in a traceback."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.programme.plan import Fault, PlanFault, check_plan, load_plan, plan_bytes, plan_names

VALID = {name: plan_bytes(name).decode() for name in plan_names()}
WORDS = [
    *(
        "0",
        "5",
        "-1",
        '"x"',
        "true",
        "2021-02-30",
        "2021-09-23",
        "9999-12-31",
        "nan",
        "0900",
        "\x00",
        "é",
        "“",
        "#",
        "\\",
    ),
    *("[", "]", "{", "}", "[]", "{}", '"', "'''", "=", "[[units]]", "[x]"),
]
WORDS += ["", '"""', "0xffffffffffffffffffffffff"]


def looked_at(text: str | bytes) -> list[Fault]:
    """The faults of a text; each can be shown, and stands on a line that exists."""
    faults = check_plan(text)
    lines = 1 + (text.count("\n") if isinstance(text, str) else text.count(b"\n"))
    for fault in faults:
        assert str(fault).startswith(f"line {fault.line}")
        assert 1 <= fault.line <= lines
    return faults


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(VALID)), st.integers(0, 2**32), st.integers(1, 6))
def test_mutilated_plans_are_only_found_faulty(name: str, seed: int, times: int) -> None:
    chance = random.Random(seed)
    lines = VALID[name].split("\n")
    for _ in range(times):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                key, equals, _ = lines[at].partition(" = ")
                lines[at] = key + equals + chance.choice(WORDS)
            case 3:
                lines[at] = chance.choice(WORDS)
            case 4:
                cut = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + chance.choice(WORDS) + lines[at][cut + chance.randrange(3) :]
            case 5:
                lines[at : at + 3] = reversed(lines[at : at + 3])
    looked_at("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(VALID)), st.data())
def test_any_value_in_any_place_is_only_found_faulty(name: str, data: st.DataObject) -> None:
    lines = VALID[name].split("\n")
    at = data.draw(st.sampled_from([number for number, line in enumerate(lines) if " = " in line and "{" not in line]))
    value = data.draw(
        st.sampled_from(
            [
                "0",
                "-5",
                "1.5",
                "nan",
                '""',
                '"?"',
                "true",
                "[]",
                "[[]]",
                "[1]",
                '[""]',
                "{}",
                "{vi = 1}",
                "{a = [{}]}",
                "2021-09-23",
                "2000-01-01",
                "2100-12-31",
                "0001-01-01",
                "9999-12-31",
                "2021-09-23T25:00:00",
                "00:00:00",
                "9999-12-31T23:59:59-12:00",
                "0001-01-01T00:00:00+14:00",
                "0x" + "f" * 5000,
                '"\\u0000"',
                '"../../x"',
            ]
        )
    )
    lines[at] = lines[at].split(" = ")[0] + " = " + value
    looked_at("\n".join(lines))


@settings(deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_text_and_any_bytes_are_only_found_faulty(text: str | bytes) -> None:
    assert looked_at(text)


def test_an_empty_file_lacks_everything() -> None:
    for empty in ("", b"", "\ufeff", "# nothing\n\n"):
        faults = looked_at(empty)
        assert {"slug", "window", "units", "organiser"} <= {fault.where for fault in faults}
        assert {fault.line for fault in faults} == {1}


def test_bytes_that_are_no_utf_8_are_named_by_their_line() -> None:
    (fault,) = looked_at(b'slug = "x"\nname = "\xc3\x28"\n')
    assert (fault.line, fault.what.source) == (2, "This line is not in UTF-8.")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    text = VALID["thanh-oai"]
    assert looked_at(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == []


def test_letters_taken_apart_are_put_together() -> None:
    import unicodedata

    text = VALID["thanh-oai"]
    assert looked_at(unicodedata.normalize("NFD", text)) == []


def test_ten_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    big = VALID["thanh-oai"] + "# " + "x" * 10_000_000
    file = tmp_path / "big.toml"
    file.write_text(big)
    before = time.process_time()
    (fault,) = looked_at(big)
    with pytest.raises(PlanFault) as caught:
        load_plan(file)
    assert caught.value.faults == [fault]
    assert "too long" in fault.what.source
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "x = " + "[" * 300 + "]" * 300,
        "x = " + "{a = " * 50_000,
        "n = " + "9" * 200_000,
        "slug = 0x" + "f" * 200_000,
        "\n".join(f"k{number} = {number}" for number in range(15_000)),
        "\n".join("garbage “" for _ in range(20_000)),
        "\n".join(f'[[units]]\nkey = "u{n}"\nname = "{n}"\nkind = "x"\nparent = "u{n + 1}"' for n in range(2500)),
        '"""' * 99_999,
        "[" + ".".join("a" for _ in range(50_000)) + "]",
        "x = {" + ".".join('"a b"' for _ in range(40_000)) + " = 1}",
        "units = [" + "{a = 1}," * 8_000 + "]",
    ],
    ids=lambda text: text[:12],
)
def test_a_file_made_to_hurt_is_answered_in_seconds(text: str) -> None:
    before = time.process_time()
    assert looked_at(text)
    assert time.process_time() - before < 10
