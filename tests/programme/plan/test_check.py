"""Every fault is named, on its line, with a remedy."""

from __future__ import annotations

import pytest

from bot.programme.plan import Fault, PlanFault, check_plan, read_plan

PLAN = """\
slug = "small"
name = "Đợt nhỏ"
short_name = {vi = "Nhỏ", en = "Small"}
code_prefix = "SM"
modules = ["cash", "devices", "reports"]
units = [
  {key = "top", name = "Huyện", kind = "district"},
  {key = "one", name = "Xã Một", kind = "commune", parent = "top", reports = true},
  {key = "two", name = "Xã Hai", kind = "commune", parent = "top", aliases = ["Hai"]},
  {key = "clinic", name = "Trạm Y tế", kind = "health", parent = "one", exempt = true},
]

[paper]
place = "Huyện"
authority = ["HUYỆN"]
signed_by = ["CHỦ TỊCH"]

[organiser]
unit = "top"
name = "Huyện"

[window]
opens = 2021-09-23
closes = 2021-11-15

[[asked]]
key = "staff"
who = "Cán bộ"
kinds = ["commune"]
gives = "one_day_pay"

[[asked]]
key = "health"
who = "Y tế"
kinds = ["health"]
gives = "not_obliged"

[[catalogue]]
key = "tablet"
name = "máy tính bảng"
sort = "tablet"
questions = ["works"]

[[catalogue]]
key = "sim"
name = "sim"
sort = "sim"

[cash]
suggested = [100000, 200000]
least = 50000
currencies = ["VND", "USD"]
[cash.one_day_pay]
divisor = 22
[[cash.accounts]]
key = "main"
owner = "top"
bank = "Vietcombank"
bin = "970436"
number = "0000012345"
holder = "HUYEN"
[[cash.rates]]
currency = "USD"
dong = 22750
dated = 2021-09-22
source = "kế hoạch"

[goods]
[[goods.questions]]
key = "works"
asks = "Còn dùng được không?"
answers = [{key = "yes", says = "Có"}, {key = "no", says = "Không", verdict = "parts"}]
[[goods.drop_off]]
key = "office"
name = "Trụ sở"
address = "Thị trấn"
unit = "top"
slots = [{days = ["monday"], opens = 08:00:00, closes = 11:00:00}]

[[deadlines]]
key = "lists"
name = "Danh sách"
due = 2021-10-01T17:00:00
units = ["one"]

[reporting]
weekday = "tuesday"
at = 17:00:00
closing_on = 2021-11-16
to = "top"
fields = [{key = "cash", asks = "Bao nhiêu tiền?"}]
reminders = [{days = -1, at = 16:00:00}]

[digest]
every = "report"
at = 17:30:00

[quiet_hours]
begins = 21:00:00
ends = 07:00:00

[[recipients]]
name = "Huyện ủy"
purpose = "b/c"
units = ["top"]
digest = true

[[people]]
key = "contact"
name = "Bà Mẫu"
phone = "0900 000 123"
role = "unit_contact"
unit = "one"
"""


def broken(*changes: tuple[str, str]) -> tuple[str, list[Fault]]:
    """The small plan with pieces replaced, and its faults."""
    text = PLAN
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text, check_plan(text)


def line(text: str, piece: str) -> int:
    """The line on which a piece of text stands."""
    assert text.count(piece) == 1, f"{piece!r} stands {text.count(piece)} times"
    return text[: text.index(piece)].count("\n") + 1


def said(fault: Fault) -> str:
    return str(fault).split(": ", 1)[1]


def test_the_plan_to_be_broken_is_whole() -> None:
    assert check_plan(PLAN) == []


ONE = [
    # what is replaced, by what, on which line the fault stands, where, what it says
    ('code_prefix = "SM"', 'code_prefx = "SM"', "code_prefx =", "code_prefx", "not known here. Did you mean"),
    ('code_prefix = "SM"', 'code_prefix = "S1"', "S1", "code_prefix", "“S1” cannot stand here. Write 2 to 4 capital"),
    ('slug = "small"', 'slug = "Nhỏ"', 'slug = "Nhỏ"', "slug", "Write small letters without tone marks"),
    ('name = "Đợt nhỏ"', "name = 5", "name = 5", "name", "“5” is not what belongs here. Write text in straight quotes"),
    ('name = "Đợt nhỏ"', 'name = ""', 'name = ""', "name", "“name” is empty"),
    ('{vi = "Nhỏ", en', '{fr = "Petit", vi = "Nhỏ", en', "Petit", "short_name.fr", "“fr” is not known here"),
    ('{vi = "Nhỏ", en', "{en", "short_name", "short_name", "The Vietnamese words are missing"),
    ('en = "Small"', "en = 3", "en = 3", "short_name.en", "“3” is no text"),
    ('code_prefix = "SM"', 'code_prefix = "SM"\ntime_zone = "Asia/Hanoi"', "Hanoi", "time_zone", "time zone is not"),
    ('"devices", "reports"', '"devises", "reports"', "devises", "modules[2]", "Did you mean “devices”?"),
    ('"devices", "reports"', '"devices", "cash", "reports"', "modules", "modules[3]", "“cash” stands twice"),
    ('"devices", "reports"', '"devices", "students", "reports"', "modules", "modules[3]", "table [students] is"),
    ('"devices", "reports"', '"services", "devices", "reports"', "modules", "modules[2]", "catalogue has nothing for"),
    (", reports = true", "", "modules", "modules[3]", "no unit owes any"),
    ('modules = ["cash", "devices", "reports"]', 'modules = "cash"', "modules", "modules", "Write a list in square"),
    ('unit = "top"\nname = "Huyện"', 'name = "Huyện"', "[organiser]", "organiser.unit", "“unit” is missing. Write"),
    ("[paper]\n", "[papers]\n", "[papers]", "papers", "Did you mean “paper”?"),
    ('sort = "sim"', 'sort = "sim"\ncosts = 90', "costs", "catalogue[sim].costs", "Nothing is bought for 90 đồng."),
    ('sort = "sim"', 'sort = "sim"\ncosts = 0', "costs", "catalogue[sim].costs", "too small. Write 1 or more"),
    # units
    ('"two", name', '"one", name', "Xã Hai", "units[one].key", "There is already one with the key “one”"),
    ('name = "Xã Hai"', 'name = "xa  một"', "xa  một", "units[two].name", "Another unit beside it is called “xa  một”"),
    ('aliases = ["Hai"]', 'aliases = ["xã một"]', "xã một", "units[two].aliases", "called “xã một” too"),
    ('parent = "top", aliases', 'parent = "tops", aliases', "tops", "units[two].parent", "Did you mean “top”?"),
    ('parent = "top", aliases', 'parent = "two", aliases', "Xã Hai", "units[two].parent", "“Xã Hai” stands above"),
    ('kind = "health"', 'kind = "heath"', "heath", "units[clinic].kind", "Did you mean “health”?"),
    ("exempt = true", "exempt = true, reports = true", "Trạm", "units[clinic].reports", "exempt, so it cannot owe"),
    (", exempt = true", "", "Trạm", "units[clinic].exempt", "not obliged, but is not marked as exempt"),
    ("exempt = true", 'exempt = "yes"', "Trạm", "units[clinic].exempt", "Write true or false"),
    (", exempt = true", ", exempt = true, head_count = -1", "Trạm", "units[clinic].head_count", "too small. Write 0"),
    (", exempt = true", ", exempt = true, head_count = 9999999999", "Trạm", "units[clinic].head_count", "too large"),
    (
        'aliases = ["Hai"]',
        "valid_from = 2021-02-01, valid_to = 2021-01-01",
        "Xã Hai",
        "units[two].valid_to",
        "ends before it begins",
    ),
    ('aliases = ["Hai"]', 'successor = "one"', "Xã Hai", "units[two].successor", "has a successor but no last day"),
    (
        'aliases = ["Hai"]',
        'successor = "two", valid_to = 2025-06-30',
        "Xã Hai",
        "units[two].successor",
        "“Xã Hai” comes after itself",
    ),
    # times
    ("closes = 2021-11-15", "closes = 2021-09-01", "2021-09-01", "window.closes", "closes before it opens"),
    ("closes = 2021-11-15", "closes = 1921-11-15", "1921", "window.closes", "1921 cannot be the year of a drive"),
    ("closes = 2021-11-15", 'closes = "15/11/2021"', "15/11", "window.closes", "Write a day as year-month-day"),
    ("due = 2021-10-01T17:00:00", "due = 2021-09-01", "2021-09-01", "deadlines[lists].due", "before the drive opens"),
    ('weekday = "tuesday"', 'weekday = "tuseday"', "tuseday", "reporting.weekday", "Did you mean “tuesday”?"),
    ('weekday = "tuesday"', 'weekday = "thứ ba"', "thứ ba", "reporting.weekday", "Write one of: monday, tuesday"),
    ("closing_on = 2021-11-16", "closing_on = 2021-11-14", "2021-11-14", "reporting.closing_on", "before the drive"),
    (
        "closing_on = 2021-11-16\n",
        "",
        "[reporting]",
        "reporting",
        "falls on 2021-11-09, the drive closes on 2021-11-15: the days between would be lost."
        " Add a closing report: closing_on = 2021-11-16.",
    ),
    (
        'weekday = "tuesday"\nat = 17:00:00\nclosing_on = 2021-11-16',
        "at = 17:00:00",
        "[reporting]",
        "reporting",
        "No rep",
    ),
    ("at = 17:30:00", "at = 16:30:00", "at = 16:30:00", "digest.at", "before the reports are due at 17:00"),
    ("digest = true", "digest = false", "[digest]", "digest", "Nobody receives the digest"),
    (
        "at = 16:00:00",
        "at = 22:00:00",
        "22:00",
        "reporting.reminders[1].at",
        "22:00 lies in the quiet hours. Choose an hour outside 21:00–07:00",
    ),
    ("ends = 07:00:00", "ends = 21:00:00", "ends =", "quiet_hours.ends", "never end"),
    ("begins = 21:00:00", "begins = 2021-09-23", "begins", "quiet_hours.begins", "Write an hour with its seconds"),
    ("days = -1", "days = 1.5", "1.5", "reporting.reminders[1].days", "Write a whole number"),
    ("closes = 2021-11-15", "closes = 2035-11-15", "2035", "window.closes", "more than ten years. Is the year right?"),
    ('every = "report"', 'every = "week"', '"week"', "digest.every", "Write one of: report, day"),
    # gifts
    (
        "[goods]",
        '[[cash.rates]]\ncurrency = "USD"\ndong = 1\ndated = 2021-09-23\nsource = "x"\n[goods]',
        None,
        "cash.rates[2].currency",
        "already a rate for USD. Keep one",
    ),
    ("least = 50000", "least = 150000", "suggested", "cash.suggested[1]", "sum 100000 is below the least sum 150000"),
    ("[100000, 200000]", "[200000, 100000]", "suggested", "cash.suggested[2]", "do not rise from small to large"),
    ('["VND", "USD"]', '["VND", "USD", "EUR"]', "EUR", "cash.currencies[3]", "No rate is given for EUR"),
    ('["VND", "USD"]', '["VNĐ", "VND", "USD"]', "VNĐ", "cash.currencies[1]", "three capital letters"),
    ('currencies = ["VND", "USD"]', 'currencies = ["VND"]', 'cy = "USD"', "cash.rates[1].currency", "which is not"),
    ('bin = "970436"\n', "", "[[cash.accounts]]", "cash.accounts[main].bin", "“bin” is missing. Write the six digits"),
    ('bin = "970436"', 'bin = "VCB"', "VCB", "cash.accounts[main].bin", "“VCB” cannot stand here. Write the six"),
    ('holder = "HUYEN"', 'holder = "HUYEN"\ncurrency = "EUR"', "EUR", "cash.accounts[main].currency", "holds EUR,"),
    ("[cash.one_day_pay]\ndivisor = 22\n", "", "one_day_pay", "asked[staff].gives", "not how it is worked out. Add a"),
    ('key = "sim"', 'key = "tablet"', None, "catalogue[tablet].key", "already one with the key “tablet”"),
    ('questions = ["works"]', 'questions = ["work"]', '["work"]', "catalogue[tablet].questions[1]", "Did you mean"),
    ('sort = "sim"', 'sort = "simm"', "simm", "catalogue[sim].sort", "Did you mean “sim”?"),
    ("closes = 11:00:00", "closes = 07:00:00", "slots", "goods.drop_off[office].slots[1].closes", "closes before it"),
    # people
    ('purpose = "b/c"\n', "", "[[recipients]]", "recipients[1].purpose", "“purpose” is missing. Write one of: b/c,"),
    ('phone = "0900 000 123"', "phone = 900000123", "900000123", "people[contact].phone", "Vietnamese phone number"),
    ('role = "unit_contact"\nunit = "one"', 'role = "reviewer"', "[[people]]", "people[contact].unit", "belongs to a"),
    (
        "[digest]",
        '[[duties]]\nkinds = ["school"]\nwhat = "Lập danh sách"\n\n[digest]',
        "[[duties]]",
        "duties[1]",
        "No unit belongs here",
    ),
]


@pytest.mark.parametrize(("old", "new", "piece", "where", "words"), ONE, ids=[f"{one[3]} {one[4][:30]}" for one in ONE])
def test_a_fault_is_named_with_its_line_and_a_remedy(
    old: str, new: str, piece: str | None, where: str, words: str
) -> None:
    text, faults = broken((old, new))
    named = [fault for fault in faults if fault.where == where and words in said(fault)]
    assert named, [str(fault) for fault in faults]
    if piece is not None:
        pieces = [number for number, one in enumerate(text.split("\n"), 1) if piece in one]
        assert named[0].line in pieces[:1], f"line {named[0].line}, not {pieces}"
    assert named[0].remedy.source


TOGETHER = {
    'code_prefix = "S1"',
    '"devises", "reports"',
    'parent = "tops", aliases',
    "exempt = true, reports = true",
    "closes = 2021-09-01",
    '["VNĐ", "VND", "USD"]',
    'bin = "VCB"',
    'weekday = "tuseday"',
    "days = 1.5",
    "phone = 900000123",
}


def test_all_faults_are_named_at_once_and_in_order() -> None:
    some = [one for one in ONE if one[1] in TOGETHER]
    assert len(some) == len(TOGETHER)
    _text, faults = broken(*((old, new) for old, new, *_ in some))
    for _, _, _, where, words in some:
        assert any(fault.where == where and words in said(fault) for fault in faults), (where, words)
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    assert len(faults) == len(some), [str(fault) for fault in faults]


def test_the_second_of_two_same_keys_is_the_one_to_change() -> None:
    text, faults = broken(('key = "sim"', 'key = "tablet"'))
    assert [fault.line for fault in faults] == [line(text, 'key = "tablet"\nname = "sim"')]


def test_a_circle_is_named_at_each_of_its_units() -> None:
    text, faults = broken(('kind = "district"', 'kind = "district", parent = "one"'))
    assert [(fault.line, fault.where) for fault in faults] == [
        (line(text, '"Huyện", kind'), "units[top].parent"),
        (line(text, '"Xã Một"'), "units[one].parent"),
    ]


def test_brothers_may_share_a_name_if_one_ended_before_the_other_began() -> None:
    _, faults = broken(
        ('aliases = ["Hai"]', "valid_to = 2021-10-31"),
        ("  {key = \"clinic\"", '  {key = "new", name = "Xã Hai", kind = "commune", parent = "top", '
         'valid_from = 2021-11-01},\n  {key = "clinic"'),
    )  # fmt: skip
    assert faults == []


def test_one_wrong_value_is_not_blamed_for_what_follows_from_it() -> None:
    for change in [
        ("opens = 2021-09-23", 'opens = "23/9"'),
        ("least = 50000", 'least = "50.000"'),
        ("suggested = [100000, 200000]", "suggested = 100000"),
        ('"two", name', '"Two!", name'),
        ("begins = 21:00:00", "begins = 9"),
        ('weekday = "tuesday"', "weekday = 3"),
        ('kind = "health", parent', 'kind = "healt", parent'),
    ]:
        assert len(broken(change)[1]) == 1, change


def test_a_digest_of_reports_needs_reports() -> None:
    start, end = PLAN.index("[reporting]"), PLAN.index("[digest]")
    faults = check_plan((PLAN[:start] + PLAN[end:]).replace(', "reports"]', "]"))
    assert [(fault.where, fault.what.source) for fault in faults] == [
        ("digest.every", "The digest follows the reports, but no reports are planned.")
    ]


def test_a_drive_that_closes_on_the_report_s_weekday_needs_no_closing_report() -> None:
    assert broken(("closing_on = 2021-11-16\n", ""), ("closes = 2021-11-15", "closes = 2021-11-16"))[1] == []


def test_a_drive_without_an_end_needs_no_closing_report() -> None:
    assert broken(("closing_on = 2021-11-16\n", ""), ("closes = 2021-11-15\n", ""))[1] == []


def test_a_drive_too_short_for_any_weekly_report_is_told_so() -> None:
    _, faults = broken(("closing_on = 2021-11-16\n", ""), ("closes = 2021-11-15", "closes = 2021-09-26"))
    assert "falls on –" in str(faults[0])
    assert "closing_on = 2021-09-28" in str(faults[0])


def test_a_faulty_plan_is_not_read() -> None:
    text, faults = broken(('slug = "small"', "slug = 1"))
    with pytest.raises(PlanFault) as caught:
        read_plan(text)
    assert caught.value.faults == faults
    assert "line 1, slug" in str(caught.value)


def test_an_hour_may_not_be_left_out_of_a_zoned_moment() -> None:
    plan = read_plan(broken(("due = 2021-10-01T17:00:00", "due = 2021-10-01T10:00:00Z"))[0])
    assert plan.deadlines[0].due.isoformat() == "2021-10-01T17:00:00+07:00"
