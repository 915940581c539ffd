"""What people may write leads where it should, and no answer in any words swallows a wish."""

from __future__ import annotations

import pytest

from bench.utterances import NAME, heard, right, said
from bot.turn import wished

LEAST = 0.95


@pytest.mark.parametrize(("pattern", "fewest"), [("utterances*.toml", 400), ("heldback*.toml", 150)])
def test_what_people_write_is_understood(pattern: str, fewest: int) -> None:
    messages = [one for one in said(pattern) if one.inside != NAME]
    missed = [(one.text, heard(one)) for one in messages if not right(one, heard(one))]
    assert len(messages) >= fewest
    assert len(missed) <= (1 - LEAST) * len(messages), missed


@pytest.mark.parametrize("one", [one for one in said("*.toml") if one.inside == NAME], ids=lambda one: one.text)
def test_a_name_is_a_name_and_a_wish_is_asked_about(one) -> None:  # type: ignore[no-untyped-def]  # a Said
    assert (wished.hidden_wish(one.text) is not None) == bool(one.wants)
