"""Personal data at rest: opens only with the key, only in its own row, and not at all once somebody touched it."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.secrecy import KeyMissing, Secrecy, WrongKey, key_from

KEY = bytes(range(32))


class Child(msgspec.Struct, frozen=True):
    """What is hidden of somebody."""

    name: str
    birth: date
    phone: str = ""


AN = Child("Nguyễn Văn An", date(2012, 9, 5), "+84900000123")


def test_what_is_hidden_comes_back_as_it_was() -> None:
    secrecy = Secrecy(KEY)
    assert secrecy.reveal(secrecy.hide(AN, 7), 7, Child) == AN


@given(st.text(), st.dates(), st.text(), st.integers(0, 2**53))
def test_anything_may_be_hidden(name: str, birth: date, phone: str, row: int) -> None:
    secrecy, child = Secrecy(KEY), Child(name, birth, phone)
    assert secrecy.reveal(secrecy.hide(child, row), row, Child) == child


def test_nothing_of_it_can_be_read_without_the_key() -> None:
    hidden = Secrecy(KEY).hide(AN, 7)
    for word in ("Nguy", "An", "2012", "900000123", "name"):
        assert word.encode() not in hidden
    with pytest.raises(InvalidTag):
        Secrecy(bytes(32)).reveal(hidden, 7, Child)


def test_the_same_thing_never_looks_the_same() -> None:
    secrecy = Secrecy(KEY)
    assert len({secrecy.hide(AN, 7) for _time in range(100)}) == 100


def test_it_does_not_open_in_another_row() -> None:
    secrecy = Secrecy(KEY)
    with pytest.raises(InvalidTag):
        secrecy.reveal(secrecy.hide(AN, 7), 8, Child)


def test_one_changed_bit_anywhere_and_it_does_not_open() -> None:
    secrecy = Secrecy(KEY)
    hidden = secrecy.hide(AN, 7)
    for place in range(len(hidden)):
        touched = hidden[:place] + bytes([hidden[place] ^ 1]) + hidden[place + 1 :]
        with pytest.raises(InvalidTag):
            secrecy.reveal(touched, 7, Child)


def test_a_part_of_it_does_not_open() -> None:
    secrecy = Secrecy(KEY)
    hidden = secrecy.hide(AN, 7)
    for part in (b"", hidden[:5], hidden[:13], hidden[:-1], hidden + b"x"):
        with pytest.raises(InvalidTag):
            secrecy.reveal(part, 7, Child)


def test_a_blind_index_is_the_same_for_the_same_value_and_purpose_only() -> None:
    secrecy = Secrecy(KEY)
    same = secrecy.blind("phone", "+84900000123")
    assert len(same) == 16
    assert secrecy.blind("phone", "+84900000123") == same
    assert Secrecy(KEY).blind("phone", "+84900000123") == same
    others = [
        secrecy.blind("phone", "+84900000124"),
        secrecy.blind("name", "+84900000123"),
        secrecy.blind("phone\0+84900000123", ""),
        Secrecy(bytes(32)).blind("phone", "+84900000123"),
    ]
    assert same not in others[:2]
    assert same != others[3]


def test_the_keys_for_rows_indexes_and_sessions_differ() -> None:
    secrecy = Secrecy(KEY)
    assert len(secrecy.sessions) == 32
    assert secrecy.sessions != KEY
    assert secrecy.sessions != Secrecy(bytes(32)).sessions


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Secrecy(bytes(length))


# --- the file with the key ---


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "data.key"
    key = key_from(path, may_make=True)
    assert len(key) == 32
    assert key_from(path, may_make=True) == key
    assert key_from(path, may_make=False) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == key.hex() + "\n"


def test_every_key_is_another(tmp_path: Path) -> None:
    assert key_from(tmp_path / "a", may_make=True) != key_from(tmp_path / "b", may_make=True)


def test_where_data_exists_a_missing_key_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match=r"data\.key"):
        key_from(tmp_path / "data.key", may_make=False)
    assert not (tmp_path / "data.key").exists()


def test_a_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.key"
    for text in ("", "abc", "not hex at all"):
        path.write_text(text)
        with pytest.raises(WrongKey):
            key_from(path, may_make=True)
