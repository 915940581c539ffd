"""The book of wishes: every flow has its phrases in every language, and every phrase leads to something."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from bench.utterances import plan
from bot.flows.registry import FLOWS
from bot.texts import FOLDER, LANGUAGES
from bot.turn import likelihood
from bot.wishes import book

FEWEST = 12
BY_BUTTON = {
    "acknowledge_load",
    "acknowledge_transfer",
    "allow_invite",
    "another_code",
    "batch_papers",
    "change_student",
    "confirm_allocation",
    "correct_line",
    "deadline_done",
    "deadline_note",
    "decline_allocation",
    "device",
    "doubt_once_more",
    "drop_list",
    "gift",
    "give_role_back",
    "hand_over_photo",
    "handed_over",
    "journey",
    "judge_device",
    "keep_sum",
    "label",
    "leave_out",
    "leave_sum",
    "list_days",
    "list_font",
    "move_student",
    "mute_gift",
    "name_on_roll",
    "not_in_statement",
    "not_own_receipt",
    "own_receipt",
    "pass_thing_on",
    "receive_student",
    "refuse_line",
    "refuse_load",
    "refuse_transfer",
    "reopen_deadline",
    "reopen_receipt_again",
    "send_student_again",
    "settle_list",
    "share_gift",
    "sign_line",
    "student",
    "student_way",
    "take_back_move",
    "take_in",
    "take_list",
    "take_load_back",
    "take_over_student",
    "take_transfer_back",
    "unlocked",
    "unmerge_students",
    "unmute_gift",
    "wiped",
    "withdraw_device",
    "check_device",
    "give_up",
    "leave_repair",
    "repaired",
    "retrace",
    "take_back",
    "take_on_repair",
}
"""Flows that say nothing without the code or number behind their button; the list may only become shorter."""


def told(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / language / "wishes.toml").read_text())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flow_has_a_dozen_phrases(language: str) -> None:
    flows = told(language)["flows"]
    assert set(flows) == {name for name, flow in FLOWS.items() if not flow.ended} - BY_BUTTON
    assert {name: len(lines.split("\n")) for name, lines in flows.items() if len(lines.split("\n")) < FEWEST} == {}


@pytest.mark.parametrize("section", book.SECTIONS)
def test_every_language_knows_the_same_wishes(section: str) -> None:
    assert {frozenset(told(language)[section]) for language in LANGUAGES} == {frozenset(told("vi")[section])}


@pytest.mark.parametrize("section", ["flows", "questions", "steering", "talk", "short", "alike", "answers"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_twice(language: str, section: str) -> None:
    for wish, lines in told(language)[section].items():
        words = lines.strip().split("\n") if "\n" in lines else lines.split(", " if "," in lines else None)
        assert sorted(words) == sorted(set(words)), wish


def test_every_phrase_is_understood_as_what_it_stands_for() -> None:
    index = likelihood.index_of(plan())
    lost = []
    for wish, lines in book.read().phrases.items():
        for line in lines:
            scores = index.scores(index.meant(index.speller.words(line)))
            if wish not in sorted(scores, key=lambda one: -scores[one])[:3]:
                lost.append((wish, line))
    assert lost == []
