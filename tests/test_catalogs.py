"""The gate of the catalogs: complete against the code, nothing lost or broken on the way, one way to say a thing."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from bot import texts
from bot.chat.phrase import Phrase
from bot.flows.registry import COMMANDS, FLOWS
from bot.turn.orders import STEERING

ROOT = Path(__file__).parent.parent
KEYWORDS = {**DEFAULT_KEYWORDS, "_n": (1, 2), "t": None}
LONGEST = 300  # characters; more is not read on a phone
TAGS = ("b", "i", "code")
ENDINGS = ".?!:"
HOSTILE = "{x} <b>&"

Id = str | tuple[str, ...]


@cache
def sources() -> dict[Id, set[str]]:
    """Every sentence in the code and the templates as it is now, and the files it stands in."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")  # type: ignore[no-untyped-call]  # Babel gives it no types
    found: dict[Id, set[str]] = {}

    def ours(folder: str) -> bool:
        return Path(folder).relative_to(ROOT).parts[0] == "bot"

    extracted = extract_from_dir(str(ROOT), methods, options, KEYWORDS, directory_filter=ours)
    for name, _line, message, _comments, _context in extracted:
        found.setdefault(message if isinstance(message, str) else tuple(message), set()).add(name)
    return found


@cache
def catalog(language: str) -> Catalog:
    with (texts.FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalog(language) if message.id]


def both(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms of a source, and those of its translation."""
    said = message.string or ""
    return (
        tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,),
        tuple(said) if isinstance(said, (list, tuple)) else (said,),
    )


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each translation with the source it must agree with: the last form, which is the plural's."""
    for message in messages(language):
        ids, said = both(message)
        yield from (
            (ids[min(form, len(ids) - 1)] if len(said) > 1 else ids[-1], text) for form, text in enumerate(said)
        )


every_language = pytest.mark.parametrize("language", texts.LANGUAGES)


def test_the_sources_are_found_wherever_they_stand() -> None:
    assert "bot/flows/giving/give_cash.py" in sources()["💰 Give money"], "an argument of a decorator"
    assert "bot/programme/plan/terms.py" in sources()["Write the key of a question in quotes."], "a type's annotation"
    assert "bot/turn/leading.py" in sources()["✏️ Change a line"], "an element of a constant"
    assert "bot/site/templates/drive.html" in sources()["How to give"], "a template"
    assert ("{n} gift", "{n} gifts") in sources(), "a sentence that counts"


def test_a_sentence_stands_in_full_where_it_is_marked() -> None:
    """Else it cannot be found: `_(words)`, `_(f"…")`."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "_n"):
                for source in call.args[: 1 if call.func.id == "_" else 2]:
                    assert isinstance(source, ast.Constant), f"{path.name}:{call.lineno}"
                    assert source.value, f"{path.name}:{call.lineno}: an empty sentence"


@every_language
def test_a_catalog_has_the_sentences_of_the_code_and_no_others(language: str) -> None:
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(language)}
    assert {"missing": set(sources()) - known, "stale": known - set(sources())} == {"missing": set(), "stale": set()}
    assert not catalog(language).obsolete


@every_language
def test_every_sentence_is_translated_in_all_its_forms(language: str) -> None:
    plural_forms = catalog(language).num_plurals
    for message in messages(language):
        ids, said = both(message)
        assert all(said), f"not translated: {ids[0]}"
        assert len(said) == (plural_forms if len(ids) > 1 else 1), f"plural forms of: {ids[0]}"


@every_language
def test_no_translation_is_a_guess_of_a_tool(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


def test_english_is_the_source_itself() -> None:
    assert [ids for ids, said in map(both, messages("en")) if ids != said] == []


def fields(text: str) -> list[str]:
    """The values a text shows, as written between its braces."""
    return sorted(name + (f"!{how}" if how else "") + (f":{form}" if form else "")
                  for _text, name, form, how in Formatter().parse(text) if name is not None)  # fmt: skip


@every_language
def test_a_translation_shows_the_same_values_as_its_source(language: str) -> None:
    assert [(source, said) for source, said in pairs(language) if set(fields(source)) != set(fields(said))] == []


def test_values_are_plain_names() -> None:
    shown = {field for language in texts.LANGUAGES for _source, said in pairs(language) for field in fields(said)}
    assert [field for field in shown if not re.fullmatch(r"[a-z_]+", field)] == []


def tags(text: str) -> list[str]:
    return re.findall(r"</?[a-z]+>", text)


@every_language
def test_tags_are_the_same_closed_and_few(language: str) -> None:
    for source, said in pairs(language):
        assert sorted(tags(source)) == sorted(tags(said)), said
        left = re.sub(rf"<({'|'.join(TAGS)})>[^<>]*</\1>", "", said)
        assert not set("<>&") & set(left), f"a tag not closed, or a sign that must be escaped: {said}"


def test_sentences_of_the_page_have_no_tags() -> None:
    ours = [id for id, names in sources().items() if any(name.endswith(".html") for name in names)]
    assert ours
    assert [id for id in ours if isinstance(id, str) and set("<>&") & set(id)] == [], "the template escapes them"


@every_language
def test_spaces_stand_where_the_source_has_them(language: str) -> None:
    for source, said in pairs(language):
        assert said[: len(said) - len(said.lstrip())] == source[: len(source) - len(source.lstrip())], repr(said)
        assert said == said.rstrip(), repr(said)
        assert not re.search(r"\s{2}|[^\S ]| [.,:;?!](?!\w)|\( | \)", said.lstrip()), repr(said)


@every_language
def test_a_sentence_ends_as_its_source_does(language: str) -> None:
    assert [
        said for source, said in pairs(language) if {source[-1:], said[-1:]} & set(ENDINGS) and source[-1:] != said[-1:]
    ] == []


def pictures(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in ("So", "Sm") or c in "️•"]


@every_language
def test_emoji_and_signs_are_kept(language: str) -> None:
    assert [said for source, said in pairs(language) if pictures(source) != pictures(said)] == []


@every_language
def test_no_message_is_too_long_for_a_phone(language: str) -> None:
    assert [said for _source, said in pairs(language) if len(said) > LONGEST] == []


@every_language
@pytest.mark.parametrize("value", ["An", HOSTILE])
def test_every_sentence_can_be_said(language: str, value: str) -> None:
    for message in messages(language):
        ids, _said = both(message)
        values = dict.fromkeys({name for form in ids for name in fields(form)}, value)
        for n in (0, 1, 2, 5):
            phrase = Phrase(ids[0], values | {"n": n}, ids[1], n) if len(ids) > 1 else Phrase(ids[0], values)
            said = texts.text(phrase, language)
            wanted = values.keys() - {"n"} if len(ids) > 1 else values.keys()
            assert said.count(texts.shown(value, language)) >= len(wanted), said
            assert not fields(said.replace(texts.shown(value, language), "")), said


# --- what only Vietnamese needs ---

LETTERS = set("aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz")
GIVEN = re.compile(r"\{\w+\}|\"[^\"]*\"|\[+[\w.]+\]+|\b\w+ = \S+|</?\w+>|/\w+")
"""What is written the same in every language: values, parts of a plan's file, tags, commands."""


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", GIVEN.sub(" ", text))


def test_vietnamese_is_written_in_its_own_composed_letters() -> None:
    for _source, said in pairs("vi"):
        assert unicodedata.is_normalized("NFC", said), said
        for letter in "".join(words(said)).lower():  # Ð (eth), ǎ, Cyrillic а … only look like ours
            bare = "".join(c for c in unicodedata.normalize("NFD", letter) if c not in "\u0300\u0301\u0303\u0309\u0323")
            assert unicodedata.normalize("NFC", bare) in LETTERS, f"{letter!r} in: {said}"


def test_tone_marks_stand_where_the_older_spelling_puts_them() -> None:
    newer = re.compile(r"o[àáảãạèéẻẽẹ]\b|(?<!q)u[ỳýỷỹỵ]\b", re.IGNORECASE)  # hoà, thuỷ for hòa, thủy
    assert [said for _source, said in pairs("vi") if newer.search(said)] == []


GLOSSARY = {
    r"drives?": "đợt vận động",
    r"devices?": "thiết bị",
    r"promises?|promised": "đăng ký",
    r"digest": "tổng hợp",
    r"closing report": "báo cáo tổng kết",
    r"reports?|reported": "báo cáo",
    r"units?": "đơn vị",
    r"guardian": "phụ huynh",
    r"pupils?": "học sinh|em",
    r"difficult\w*": "khó khăn",
    r"invitation": "mã mời",
    r"reception board": "ban tiếp nhận",
    r"(?<!web )desk": "nơi tiếp nhận",
    r"web desk": "bàn làm việc",
}
"""One Vietnamese term for each of ours, so that people meet a thing under one name."""
OTHERWISE = {
    "What is the unit called?": "asked of somebody who has just chosen “My office or school”",
    "Take out either exempt or reports.": "names keys of a plan's file",
}


def test_a_thing_has_one_name() -> None:
    assert OTHERWISE.keys() <= sources().keys(), "an exception without its sentence"
    assert [
        (term, said)
        for source, said in pairs("vi")
        for english, term in GLOSSARY.items()
        if re.search(rf"\b({english})\b", GIVEN.sub(" ", source), re.IGNORECASE)
        and not re.search(rf"\b({term})\b", said, re.IGNORECASE)
        and source not in OTHERWISE
    ] == []


def command_names(text: str) -> list[str]:
    return re.findall(r"(?<![\w<}])/([a-z_]+)", text)


def test_texts_name_the_commands_of_their_language() -> None:
    vietnamese = {name: flow.commands[0] for name, flow in FLOWS.items() if not flow.ended}
    vietnamese |= {name: spellings[0] for name, spellings in STEERING.items()}
    for source, said in pairs("vi"):
        named = command_names(source)
        assert all(name in STEERING or COMMANDS[name].name == name for name in named), source
        assert sorted(command_names(said)) == sorted(vietnamese[name] for name in named), said


def test_a_button_named_in_a_sentence_is_called_as_on_the_button() -> None:
    def bare(label: str) -> str:
        return re.sub(r"^\W+ ", "", label)

    labels = {bare(source): bare(said) for source, said in pairs("vi")}
    for source, said in pairs("vi"):
        for name in re.findall("“([^”{]+)”", source):
            assert f"“{labels[name]}”" in said, said
        for name in re.findall("“([^”{]+)”", said):
            assert name in labels.values() or name.lower() in ("có", "không"), said
