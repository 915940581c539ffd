"""Invitations and the digest, on a drive that is set up."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.commands.conftest import Operator


def kept(operator: Operator) -> list[tuple[object, ...]]:
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        return list(connection.execute("select role, used_at, code_hash from invites"))


def test_an_unknown_role_is_answered_with_those_there_are(operator: Operator) -> None:
    ended = operator.types("invite king cao-vien")
    assert (ended.code, ended.out) == (1, "")
    assert "no role 'king'" in ended.err
    assert "school_contact" in ended.err
    assert kept(operator) == []


@pytest.mark.parametrize(("arguments", "named"), [
    ("school_contact thcs-nowhere", "thcs-nowhere"), ("school_contact", "school_contact"), ("official xyz", "xyz"),
])  # fmt: skip
def test_an_unknown_unit_is_said_so(operator: Operator, arguments: str, named: str) -> None:
    ended = operator.types(f"invite {arguments}")
    assert (ended.code, ended.out) == (1, "")
    assert named in ended.err
    assert "plan" in ended.err
    assert kept(operator) == []


def test_a_code_is_printed_once_with_its_link_and_only_its_fingerprint_is_kept(operator: Operator) -> None:
    ended = operator.types("invite school_contact thcs-cao-vien --days 3")
    assert (ended.code, ended.err) == (0, "")
    first, link = ended.out.splitlines()
    code = re.match(r"([0-9A-Z]{5})-([0-9A-Z]{5})  school_contact, Trường THCS Cao Viên, 3 days", first)
    assert code is not None
    assert link == f"http://127.0.0.1:8080/chat?start={code[1]}{code[2]}"
    [(role, used, fingerprint)] = kept(operator)
    assert isinstance(fingerprint, bytes)
    assert (role, used) == ("school_contact", None)
    assert (code[1] + code[2]).encode() not in fingerprint
    operator.sets(PUBLIC_URL="https://song.example.vn")
    assert operator.types("invite volunteer").out.splitlines()[1].startswith("https://song.example.vn/chat?start=")
    assert len(kept(operator)) == 2


@pytest.mark.parametrize(("language", "words"), [("vi", "Tiền đăng ký: 0"), ("en", "Money promised: 0")])
def test_the_digest_is_the_officials_in_either_language(operator: Operator, language: str, words: str) -> None:
    ended = operator.types(f"digest --language {language}")
    assert (ended.code, ended.err) == (0, "")
    assert words in ended.out
    assert "<b>" not in ended.out
    assert "33" in ended.out


def test_without_a_drive_there_is_one_sentence_with_what_to_do(newcomer: Operator) -> None:
    for command in ("digest", "invite official", "chat", "run"):
        assert newcomer.refused(command) == (
            "no drive is set up yet; write its plan (README, “Run a drive”) and load it: python -m bot plan load FILE"
        )


def test_among_several_drives_one_must_be_chosen(operator: Operator) -> None:
    operator.types("plan load tuan-giao")
    assert "choose one with DRIVE" in operator.refused("digest")
    operator.sets(DRIVE="tuan-giao")
    assert operator.types("digest").code == 0
    operator.sets(DRIVE="ha-noi")
    assert "'ha-noi'" in operator.refused("digest")


@pytest.mark.parametrize("role", ["agency_contact", "volunteer", "team_leader"])
def test_a_role_that_nothing_follows_from_yet_is_said_to_be_one(operator: Operator, role: str) -> None:
    assert f"nothing follows from the role {role} yet" in operator.types(f"invite {role} cao-vien").out
    assert "nothing follows" not in operator.types("invite accountant cao-vien").out
