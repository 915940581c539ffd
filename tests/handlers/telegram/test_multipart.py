"""Whatever a form holds, others read the same from it: here the standard library's reader of e-mail."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import HTTP
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.telegram.multipart import multipart

words = st.text(
    st.characters(codec="utf-8", exclude_characters='\\"%\r\n\0', exclude_categories=("Cc", "Cs", "Zl", "Zp"))
)
names = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)


@given(
    st.dictionaries(names, st.text(st.characters(codec="utf-8"))),
    st.dictionaries(names, st.tuples(words, st.binary(), st.sampled_from(["image/png", "application/pdf"]))),
)
def test_others_read_the_same_from_it(fields: dict[str, str], files: dict[str, tuple[str, bytes, str]]) -> None:
    body, kind = multipart(fields, files)
    parts: Any = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP).get_payload()
    expected = [(name, value.encode(), "text/plain") for name, value in fields.items()]
    expected += [(name, content, mime) for name, (_file, content, mime) in files.items()]
    found = [
        (part.get_param("name", header="content-disposition"), part.get_payload(decode=True), part.get_content_type())
        for part in parts
    ]
    assert found == expected


@given(words)
def test_a_name_with_tone_marks_stays(file: str) -> None:
    body, _kind = multipart({}, {"photo": (file, b"x", "image/png")})
    assert f'filename="{file}"\r\n'.encode() in body


def test_no_name_breaks_out_of_its_quotes() -> None:
    body, _kind = multipart({}, {"photo": ('a"\r\nX-Evil: 1\r\n\r\n', b"x", "image/png")})
    assert b'filename="a%22%0D%0AX-Evil: 1%0D%0A%0D%0A"' in body
