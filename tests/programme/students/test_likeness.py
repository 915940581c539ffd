"""Entries of one child find each other through what people mistype; namesakes, siblings and twins are left in peace."""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bench import students as invented
from bot.chat.kind import Heard, NotUnderstood, folded
from bot.chat.kinds import PersonName
from bot.programme.students.likeness import Features, alike, bare, found_by, identical, looked_for

DAY = date(2012, 9, 5)
unhurried = settings(deadline=None)  # a busy machine is no fault
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


def read(line: str) -> Features:
    """ "Nguyễn Văn An 12/3/2012 7" as an entry; the last figure stands for a phone."""
    name, day, phone = line.strip().rsplit(" ", 2)
    at, month, year = map(int, day.split("/"))
    return Features(name, date(year, month, at), f"+84900000{int(phone):03}")


MAY_BE_ONE_CHILD = """
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn An 12/3/2012 1
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn An 12/3/2012 2
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn An 7/11/2009 1
    Nguyễn Văn An 12/3/2012 1         | nguyen van an 12/3/2012 2
    NGUYỄN VĂN AN 12/3/2012 1         | Nguyen Van An 12/3/2012 2
    Đỗ Đức Đạt 1/9/2010 1             | Do Duc Dat 1/9/2010 2
    Đỗ Đức Đạt 1/9/2010 1             | Ðỗ Ðức Ðạt 1/9/2010 2
    Lê Thị Thuỷ 3/4/2011 1            | Lê Thị Thủy 3/4/2011 2
    Hoàng Thúy Hòa 3/4/2011 1         | Hoàng Thuý Hoà 3/4/2011 2
    Trần Hà Vy 20/11/2013 1           | Trần Hà Vi 20/11/2013 2
    Lý Mỹ Quý 20/11/2013 1            | Lí Mĩ Quí 20/11/2013 2
    Nguyễn Văn An 12/3/2012 1         | Ng. V. An 12/3/2012 2
    Nguyễn Văn An 12/3/2012 1         | Ng V An 12/3/2012 2
    Nguyễn Văn An 12/3/2012 1         | N.V.An 12/3/2012 2
    Nguyễn V An 12/3/2012 1           | Ng Văn An 12/3/2012 2
    Trần Thị Ngọc Ánh 8/8/2008 1      | Tr. T. Ngọc Ánh 8/8/2008 2
    Nguyễn Thị Mai Anh 8/8/2008 1     | Nguyễn Mai Anh 8/8/2008 2
    Nguyễn Thị Mai Anh 8/8/2008 1     | Nguyễn Anh 8/8/2008 2
    Nguyễn Văn An 12/3/2012 1         | Văn An 12/3/2012 1
    Nguyễn Văn An 12/3/2012 1         | An 12/3/2012 1
    Nguyễn Văn An 12/3/2012 1         | An Nguyễn Văn 12/3/2012 2
    Nguyễn Văn An 12/3/2012 1         | Văn An Nguyễn 3/12/2012 2
    Trần Hoàng Tuấn 9/6/2010 1        | Trần Tuấn Hoàng 9/6/2010 2
    Nguyễn Văn Nam 12/3/2012 1        | Nguyễn Văn Namm 12/3/2012 1
    Nguyễn Văn Hùng 12/3/2012 1       | Nguyễn Văn Hugn 12/3/2012 1
    Nguyễn Văn Hùng 12/3/2012 1       | Nguyễn Văn Hùnbg 12/3/2012 2
    Nguyễn Minh Trang 12/3/2012 1     | Nguyễn Minh Trangf 12/3/2012 1
    Phan Văn An 12/3/2012 1           | Phạm Văn An 12/3/2012 1
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn Anh 12/3/2012 2
    Nguyễn Thị MaiAnh 12/3/2012 1     | Nguyễn Thị Mai Anh 12/3/2012 1
    Nguyễn Văn An 5/4/2012 1          | Nguyễn Văn An 4/5/2012 2
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn An 12/3/2013 1
    Nguyễn Văn An 12/3/2012 1         | Nguyễn V An 13/3/2012 1
    Nguyễn Văn Hùng 12/3/2012 1       | Nguyễn Văn Hugn 21/3/2012 1
    Lò Thị Mỷ Duyên 12/3/2012 1       | Lò Thị Mỷ Duyên 12/8/2012 2
    Lò Thị Mỷ Duyên 12/3/2012 1       | Lò Thị Mỷ Duyên 12/3/2002 2
    Nguyễn Thị Mai Anh 12/3/2012 1    | Nguyễn Thị Mai Ánh 12/3/2012 1
    Trần Bảo An 12/3/2012 1           | Trần Bảo Ân 12/3/2012 1
    K'Brơi 12/3/2012 1                | K’ Brơi 12/3/2012 2
    H'Hen Niê 12/3/2012 1             | H Hen Niê 12/3/2012 2
    Y Blơ̆ Êban 12/3/2012 1            | Y Blo Eban 12/3/2012 2
    Sùng A Páo 1/1/2012 1             | Sùng A Pao 1/1/2012 2
    Sùng A Páo 1/1/2012 1             | Sùng Páo 1/1/2012 2
    Hồ Thị Ka-Lan 12/3/2012 1         | Hồ Thị Ka Lan 12/3/2012 2
    Y 12/3/2012 1                     | Ý 12/3/2012 2
    Trần Yến Nhi 12/3/2012 1          | T Y Nhi 12/3/2012 2
"""

ARE_TWO_CHILDREN = """
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn An 7/11/2009 2       | a common name, nothing else
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn An 13/3/2012 2       | a common name and a date near by
    Nguyễn Thị Anh 5/10/2009 1        | Nguyễn Thị Ánh 3/10/2009 2      | likewise, tone marks aside
    Nguyễn Thị Hoa 9/9/2009 1         | Nguyễn Thị Hoa 9/9/2010 2       | likewise, a year apart
    Lò Thị Mỷ Duyên 12/3/2012 1       | Lò Thị Mỷ Duyên 25/11/2009 2    | a rare name, days far apart
    Lò Thị Mỷ Duyên 12/3/2012 1       | Lò Thị Mỷ Duyên 12/3/2042 2    | a rare name, thirty years apart
    Nguyễn Văn An 12/3/2012 1         | Trần Thị Bình 12/3/2012 2       | born on one day
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn Bình 12/3/2012 2     | likewise, half of the name alike
    Nguyễn Thị Lan 12/3/2012 1        | Nguyễn Thiên Lan 12/3/2012 2    | "Thị" is not short for "Thiên"
    Trần Văn An 12/3/2012 1           | Phan Văn An 12/3/2012 2         | other families
    Nguyễn Văn An 12/3/2012 1         | Văn An 12/3/2012 2              | no family name, another phone
    Nguyễn Văn An 12/3/2012 1         | An 12/3/2012 2                  | likewise
    Nguyễn An 12/3/2012 1             | Nguyễn Văn An 3/12/2012 2       | too much differs
    Nguyễn Văn Hùng 12/3/2012 1       | Nguyễn Văn Hugn 21/3/2012 2     | likewise
    Nguyễn Văn Nam 12/3/2012 1        | Nguyễn Thị Hoa 5/9/2009 1       | siblings
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn Anh 5/9/2009 1       | likewise, with names alike
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn Anh 12/3/2014 1      | likewise, with days alike
    Trần Hoàng Tuấn 9/6/2010 1        | Trần Tuấn Hoàng 15/1/2013 1     | likewise, with names turned
    Trần Hà Anh 9/6/2010 1            | Trần Hải Anh 9/6/2012 1         | likewise, with one given name
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn Bình 12/3/2012 1     | twins
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Thị Hoa 12/3/2012 1      | likewise
    Nguyễn Văn An 12/3/2012 1         | Nguyễn Văn Anh 12/3/2012 1      | likewise, with names alike
    Nguyễn Bảo Long 12/3/2012 1       | Nguyễn Bảo Lâm 12/3/2012 1      | likewise
    Trần Hà Anh 12/3/2012 1           | Trần Hải Anh 12/3/2012 1        | likewise, the middle name tells them apart
    Trần Minh Anh 12/3/2012 1         | Trần Mai Anh 12/3/2012 1        | likewise
    Lê Thị Mai 12/3/2012 1            | Lê Thị Mây 12/3/2012 1          | likewise, though y is written for i elsewhere
    Sùng A Páo 1/1/2012 1             | Sùng A Pó 1/1/2012 1            | likewise
    Sùng A Páo 1/1/2012 1             | Sùng A Pó 1/1/2012 2            | nobody knows the day of either
    K'Brơi 12/3/2012 1                | K'Lan 12/3/2012 2               | born on one day
    Y 12/3/2012 1                     | Y Blơ 12/3/2012 2               | likewise
    Y 12/3/2012 1                     | Ý 7/11/2009 2                   | a common name, nothing else
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("one", "other"), rows(MAY_BE_ONE_CHILD))
def test_what_may_be_one_child_is_asked_about(one: str, other: str) -> None:
    assert alike(read(one), read(other))
    assert alike(read(other), read(one))
    assert shares_an_index(read(one), read(other))


@pytest.mark.parametrize(("one", "other", "_why"), rows(ARE_TWO_CHILDREN))
def test_two_children_are_left_in_peace(one: str, other: str, _why: str) -> None:
    assert not alike(read(one), read(other))
    assert not alike(read(other), read(one))


def test_a_missing_phone_is_nobodys_phone() -> None:
    assert not alike(Features("Nguyễn Văn An", date(2012, 3, 12), ""), Features("Nguyễn Văn An", date(2009, 11, 7), ""))
    assert looked_for(Features("Nguyễn Văn An", DAY, ""))["phone"] == []


def test_only_an_entry_that_is_the_same_to_the_letter_is_identical() -> None:
    anh = Features("Nguyễn Thị Mai Anh", DAY, "1")
    assert identical(anh, Features(unicodedata.normalize("NFD", "nguyễn thị  mai anh"), DAY, "1"))
    assert not identical(anh, Features("Nguyễn Thị Mai Ánh", DAY, "1"))
    assert not identical(anh, Features("Nguyễn Thị Mai Anh", DAY, "2"))
    assert not identical(anh, Features("Nguyễn Thị Mai Anh", DAY + timedelta(1), "1"))


def test_twins_of_all_real_given_names_are_two_children() -> None:
    for given_names in (invented.GIRLS.words, invented.BOYS.words):
        entries = [Features(f"Nguyễn Khánh {given}", DAY, "1") for given in given_names]
        flagged = [(a.name, b.name) for a in entries for b in entries if alike(a, b) and a.bare != b.bare]
        assert flagged == []


# Properties

chances = st.integers(0, 10**9).map(random.Random)
names = st.builds(lambda chance, girl: invented.name(chance, girl), chances, st.booleans())
days = st.dates(date(2000, 1, 1), date(2019, 12, 31))
phones = st.sampled_from(["+84900000001", "+84900000002", ""])
parts = st.text(st.characters(categories=["L", "Mn"]), min_size=1, max_size=6) | st.sampled_from(
    ["Y", "A", "H'", "K'Brơi", "Ka-Lan", "Nguyễn", "Đỗ", "Ê", "Blơ̆", "İ", "ß", "王", "ŋ", "ﬁ", "ϓ", "각"]
)


@st.composite
def admitted(draw: st.DrawFn) -> str:
    """Any name that the question for a name lets through."""
    typed = draw(st.lists(parts, min_size=1, max_size=5).map(" ".join) | st.text(max_size=20))
    try:
        return PersonName(1).read(Heard(text=typed), DAY)
    except NotUnderstood:
        assume(False)
        raise


entries = st.builds(Features, names | admitted(), days | st.just(DAY), phones)


def shares_an_index(new: Features, there: Features) -> bool:
    kept = found_by(there)
    return any(kept[purpose] in texts for purpose, texts in looked_for(new).items())


@unhurried
@given(entries, entries)
def test_it_does_not_matter_which_entry_came_first(one: Features, other: Features) -> None:
    assert alike(one, other) == alike(other, one)


@unhurried
@given(entries)
def test_every_entry_is_like_itself(one: Features) -> None:
    assert alike(one, one)
    assert identical(one, one)
    assert shares_an_index(one, one)


@unhurried
@given(admitted(), admitted(), days, phones, phones)
@example("Y", "K'Brơi", DAY, "", "")
@example("王", "Y", DAY, "1", "1")
def test_no_name_that_is_let_through_raises(one: str, other: str, day: date, first: str, second: str) -> None:
    for born in (day, day + timedelta(1), day.replace(day=1)):
        assert alike(Features(one, day, first), Features(other, born, second)) in (True, False)
    assert set(found_by(Features(one, day, first))) == set(looked_for(Features(other, day, second)))


@unhurried
@given(st.text())
def test_not_even_text_that_is_no_name_raises(text: str) -> None:
    assert alike(Features(text, DAY, "1"), Features("Nguyễn Văn An", DAY, "1")) in (True, False)
    assert alike(Features(text, DAY, "1"), Features("", DAY, "1")) in (True, False)


def stripped(name: str) -> str:
    return folded(name).title()


@unhurried
@given(names, names, days, st.integers(-1, 1), phones, phones)
def test_tone_marks_unicode_forms_case_and_spaces_change_nothing(
    one: str, other: str, day: date, later: int, first: str, second: str
) -> None:
    there = Features(other, day + timedelta(later), second)
    expected = alike(Features(one, day, first), there)
    for form in (
        stripped(one),
        unicodedata.normalize("NFD", one),
        unicodedata.normalize("NFC", one),
        one.upper(),
        one.lower(),
        f" {one.replace(' ', '   ')} ",
    ):
        assert bare(form) == bare(one)
        assert found_by(Features(form, day, first)) == found_by(Features(one, day, first))
        assert alike(Features(form, day, first), there) == expected


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same with one letter wrong, too many, missing, or changed with its neighbour."""
    name = draw(names)
    words = name.split()
    which = draw(st.integers(0, len(words) - 1))
    word = words[which]
    at = draw(st.integers(0, len(word) - 1))
    slip = draw(st.sampled_from(["wrong", "more", "missing", "swapped"]))
    letter = draw(st.sampled_from(LETTERS))
    assume(slip != "missing" or len(word) > 1)
    words[which] = {
        "wrong": word[:at] + letter + word[at + 1 :],
        "more": word[:at] + letter + word[at:],
        "missing": word[:at] + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[slip]
    return name, " ".join(words)


@unhurried
@given(slips(), days)
def test_a_slip_in_one_letter_is_still_alike(pair: tuple[str, str], day: date) -> None:
    assume((day.month, day.day) != (1, 1))
    assert alike(Features(pair[0], day, "1"), Features(pair[1], day, "2"))


@unhurried
@given(names, days)
def test_a_doubled_last_letter_is_a_slip_also_where_the_guardian_is_the_same(name: str, day: date) -> None:
    assume(name[-1] in "ghmnptc")  # no Vietnamese word ends in two of these
    assert alike(Features(name, day, "1"), Features(name + name[-1], day, "1"))


@unhurried
@given(names, days, st.data())
def test_words_left_out_and_initials_are_alike_on_one_birthday(name: str, day: date, data: st.DataObject) -> None:
    family, *middle, given_name = name.split()
    kept = [word for word in middle if data.draw(st.booleans())]
    short = [word[: data.draw(st.sampled_from([1, len(word)]))] for word in (family, *kept)]
    assert alike(Features(name, day, "1"), Features(" ".join([*short, given_name]), day, "2"))


@unhurried
@given(names, days, st.randoms(use_true_random=False))
def test_words_in_another_order_are_alike_on_one_birthday(name: str, day: date, chance: random.Random) -> None:
    words = name.split()
    chance.shuffle(words)
    assert alike(Features(name, day, "1"), Features(" ".join(words), day, "2"))


@pytest.mark.parametrize(
    "day", [date(2012, 9, 5), date(2008, 2, 29), date(2010, 1, 1), date(2011, 12, 31), date(2012, 11, 12)]
)
def test_a_rare_name_is_looked_for_under_all_days_that_are_alike_and_no_others(day: date) -> None:
    new = Features("Lò Thị Mỷ Duyên", day, "1")
    sought = looked_for(new)["name"]
    assert len(sought) < 60
    for offset in range(-366 * 21, 366 * 21):
        there = Features(new.name, day + timedelta(offset), "2")
        assert offset == 0 or alike(new, there) == (found_by(there)["name"] in sought)


@unhurried
@given(entries, entries, slips())
def test_whatever_is_alike_is_found_by_an_index(one: Features, other: Features, pair: tuple[str, str]) -> None:
    for there in (other, Features(pair[0], other.birth, one.phone), Features(one.name, other.birth, other.phone)):
        for new in (one, Features(pair[1], one.birth, one.phone)):
            assert shares_an_index(new, there) or not alike(new, there)


# How often different children are asked about


def asked_about(entered: Iterable[Features]) -> float:
    """The share of students who were like an earlier one when entered, found as the blind indexes find them."""
    kept: dict[tuple[str, str], list[Features]] = defaultdict(list)
    count = asked = 0
    for new in entered:
        near = [there for purpose, texts in looked_for(new).items() for text in texts for there in kept[purpose, text]]
        asked += any(alike(new, there) for there in near)
        count += 1
        for purpose, text in found_by(new).items():
            kept[purpose, text].append(new)
    return asked / count


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_5000_different_students_fewer_than_one_in_500_is_asked_about(seed: int) -> None:
    assert asked_about(invented.invented_students(5_000, seed)) < 0.002


def test_students_without_a_known_birthday_are_not_all_asked_about() -> None:
    assert asked_about(invented.invented_students(5_000, 1, unknown_day=0.3)) < 0.01


def test_the_share_is_not_zero_because_nothing_is_found() -> None:
    different = list(invented.invented_students(1_000, 4))
    assert asked_about([*different, *different]) >= 0.5
