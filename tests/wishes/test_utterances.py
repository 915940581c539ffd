"""What people may write leads where it should, and no answer in any words swallows a wish."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.utterances import NAME, Said, heard, right, said
from bot.turn import wished
from bot.wishes.understand import MOST_CHOICES

LEAST = 0.95


@given(st.text(max_size=500))
@example("²" * 300)
@example("góp " * 120)
def test_whatever_is_written_is_heard(text: str) -> None:
    found = heard(Said(text, frozenset(), "", ""))
    assert len(found.near) <= MOST_CHOICES
    assert not (found.sure and found.near)


@pytest.mark.parametrize(("pattern", "fewest"), [("utterances*.toml", 400), ("heldback*.toml", 150)])
def test_what_people_write_is_understood(pattern: str, fewest: int) -> None:
    messages = [one for one in said(pattern) if one.is_wish]
    missed = [(one.text, heard(one)) for one in messages if not right(one, heard(one))]
    assert len(messages) >= fewest
    assert len(missed) <= (1 - LEAST) * len(messages), missed


@pytest.mark.parametrize("one", [one for one in said("*.toml") if one.inside == NAME], ids=lambda one: one.text)
def test_a_name_is_a_name_and_a_wish_is_asked_about(one: Said) -> None:
    assert (wished.hidden_wish(one.text) is not None) == bool(one.wants)
