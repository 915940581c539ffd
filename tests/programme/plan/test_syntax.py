"""What is not TOML is named in plain words, all of it."""

from __future__ import annotations

import pytest

from bot.programme.plan import check_plan, plan_bytes


@pytest.mark.parametrize(
    ("bad", "remedy"),
    [
        ("slug = “small”", "straight quotes"),
        ("at = 17:00", "17:00:00"),
        ("opens = 23/9/2021", "year-month-day"),
        ("least = 50.000.000", "whole number"),
        ("least = 50 000", "whole number"),
        ("exempt = True", "true or false"),
        ('name = "Xã Cao Viên', "Close the text"),
        ("name", "key = value"),
        ("name = Cao Viên", "straight quotes"),
        ('name = "C:\\Users"', "backslash twice"),
        ("opens = 2021-02-30", "not in the calendar"),
        ("a = 1\na = 2", "has a value already"),
        ("[x]\n[x]", "stands in the file already"),
        ("[x", "between brackets"),
        ("list = [1 2]", "comma or a closing bracket"),
        ("x = {a = 1, a = 2}", "has a value already"),
        ("tab = \"a\x07b\"", "invisible character"),
        ("= 5", "Write: key"),
        ('text = """never closed', "Close the text"),
        ("a = 1 b = 2", "Write: key"),
    ],
)  # fmt: skip
def test_each_slip_has_its_remedy(bad: str, remedy: str) -> None:
    text = f"# a plan\n{bad}\n"
    faults = check_plan(text)
    assert faults[0].what.source == "This line cannot be read."
    assert remedy in faults[0].remedy.source
    assert faults[0].line == (3 if "\n" in bad or "never" in bad else 2)


def test_bad_lines_far_apart_are_all_named() -> None:
    lines = plan_bytes("thanh-oai").decode().split("\n")
    bad = {}
    for number, line in enumerate(lines, 1):
        if line.startswith(('slug = "', "opens = ", 'purpose = "lưu')):
            lines[number - 1] = line.replace('"', "“", 1).replace("2021-09-23", "23/9/2021")
            bad[number] = line.split(" ")[0]
    faults = check_plan("\n".join(lines))
    assert {fault.line: fault.where for fault in faults} == bad
    assert len(bad) == 3


def test_lines_that_suffer_from_the_one_before_are_not_named() -> None:
    faults = check_plan('aims = oops [\n  "one",\n  "two",\n]\n\nslug = “x”\n')
    assert [fault.line for fault in faults] == [1, 6]


def test_after_a_broken_table_name_nothing_more_is_guessed() -> None:
    assert [fault.line for fault in check_plan('slug = "x"\n[window\nopens = oops\n')] == [2]


def test_at_most_twenty_bad_lines_are_named() -> None:
    assert len(check_plan("\n\n".join("x = oops" for _ in range(50)))) == 20


def test_a_number_of_five_thousand_digits_is_named_by_its_line() -> None:
    assert [fault.line for fault in check_plan("a = 1\nb = " + "9" * 5000 + "\nc = 2")] == [2]


def test_brackets_without_end_are_named_as_such() -> None:
    (fault,) = check_plan("x = " + "[" * 50_000)
    assert fault.what.source == "Too many brackets stand inside one another."


def test_a_key_of_a_hundred_parts_is_named_by_its_line() -> None:
    (fault,) = check_plan("a = 1\n" + ".".join("b" for _ in range(100)) + " = 2")
    assert (fault.line, fault.remedy.source) == (2, "A key has three dots at most.")
