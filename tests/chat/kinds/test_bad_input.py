from __future__ import annotations

import json
import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.chat import kinds
from bot.chat.kind import File, Heard, Kind, NotUnderstood
from bot.chat.phrase import Cash, Phrase

TODAY = date(2026, 11, 21)
KINDS: list[Kind[Any]] = [
    kinds.Money(suggested=(500_000,), currencies=("VND", "USD", "JPY")),
    kinds.Money(currencies=("USD",)),
    kinds.Number(0, 1_000),
    kinds.Day(date(1900, 1, 1), date(2099, 12, 31)),
    kinds.BirthDay(0, 100),
    kinds.PersonName(1),
    kinds.Phone(foreign=True),
    kinds.Choice({"a": "Máy tính", "b": "Điện thoại"}),
    kinds.Consent(),
    kinds.Several({"a": "Máy tính", "b": "Điện thoại"}),
    kinds.Text(50),
    kinds.Photo(),
    kinds.Document(),
]
KINDS += [kind.or_skip() for kind in KINDS]

any_char = st.characters()  # with lone surrogates, unassigned and private characters
PIECES = """
0 5 12 500 1.500 2,5 000 99999999999999999999 k tr triệu trieu tỷ rưỡi nửa năm trăm mươi mười lăm linh chục một hai
không đ đồng usd $ € đô yên - − / . , : % + @ ' ( ) và ạ dạ ngày tháng 31/2 2014 o9 0900 +84 jun ½ ② 😀
"""
pieces = st.sampled_from([*PIECES.split(), "\u202e", "\u200d", "\x00", "\n"])
nasty = st.one_of(
    st.text(any_char, max_size=60),
    st.lists(pieces, max_size=12).map(" ".join),
    st.lists(pieces, max_size=12).map("".join),
    st.text(string.digits + ".,/-+ kđ", max_size=300),
)
files = st.builds(
    File, st.just("r"), st.text(any_char, max_size=20), st.text(any_char, max_size=20), st.integers(-1, 10**9)
)
heards = st.one_of(
    nasty.map(lambda text: Heard(text=text)),
    nasty.map(lambda text: Heard(phone=text)),
    st.integers(-5, 5).map(lambda pick: Heard(pick=pick)),
    files.map(lambda file: Heard(photo=file)),
    files.map(lambda file: Heard(document=file)),
    st.just(Heard()),
)


def sentence(why: Phrase) -> str:
    """What is said of a refusal; all its values have their places."""
    said = why.source.format(**{name: texts.shown(value, "vi") for name, value in why.values.items()})
    assert said
    return said


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.shape())[:40])
@given(heard=heards)
def test_any_answer_is_read_or_refused_with_a_sentence_and_a_value_survives_its_json(
    kind: Kind[Any], heard: Heard
) -> None:
    labels = [option.label if isinstance(option.label, str) else option.label.source for option in kind.options()]
    try:
        value = kind.hear(heard, TODAY, labels)
    except NotUnderstood as refusal:
        sentence(refusal.why)
        return
    kept = json.loads(json.dumps(kind.keep(value)))
    assert kind.load(kept) == value
    json.dumps(kept, ensure_ascii=False).encode()  # no half characters get into the database
    assert isinstance(kind.show(value), (Phrase, str, int, date, Cash, list))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.shape())[:40])
def test_a_shape_is_json_and_every_option_loads(kind: Kind[Any]) -> None:
    assert json.loads(json.dumps(kind.shape())) == kind.shape()
    for i, option in enumerate(kind.options()):
        assert kind.keep(kind.hear(Heard(pick=i), TODAY)) == option.value


def test_different_bounds_are_different_questions() -> None:
    shapes = [json.dumps(kind.shape()) for kind in KINDS]
    assert len(set(shapes)) == len(shapes)
