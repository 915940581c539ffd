"""The thirty-two schools: every child right, and no value that nobody wrote."""

from __future__ import annotations

import pytest

from bot.lists.sandbox import read_list
from bot.lists.shape import ListRefusal, PupilList
from bot.sheets.shape import Unreadable
from tests.lists.measuring import TODAY, measured, reading_of
from tests.lists.schools import later_schools, odd_schools, plain_schools, typed_schools
from tests.lists.schools.made import SCHOOLS

FROM = (later_schools, odd_schools, plain_schools, typed_schools)  # each enters its schools


@pytest.mark.parametrize("school", SCHOOLS)
def test_every_child_comes_out_as_a_person_reads_it(school: str) -> None:
    made = SCHOOLS[school]()
    if made.refused:
        with pytest.raises(Unreadable) as refusal:
            reading_of(made)
        assert refusal.value.reason == made.refused
        return
    found = reading_of(made)
    assert (bool(found.font), found.swapped) == (made.asked == "font", made.asked == "days")
    result = measured(made, reading_of(made, "exchanged") if made.asked == "days" else found)
    assert (result.wrong, result.missed, result.made_up) == ([], [], [])
    assert result.right == len(made.told)


@pytest.mark.parametrize("school", ["two_line_headings", "pasted_lines", "no_headings_at_all"])
async def test_it_is_the_same_in_a_process_of_its_own(school: str) -> None:
    made = SCHOOLS[school]()
    found = await read_list(made.content, made.name, TODAY)
    if made.refused:
        assert found == ListRefusal("no headings")
    else:
        assert isinstance(found, PupilList)
        assert found == reading_of(made)
