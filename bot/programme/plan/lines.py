"""On which line of a TOML text each table, key and list element stands; tomllib does not say."""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Where a value stands: keys, and positions in lists from 0, e.g. ("units", 3, "parent")."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[A-Za-z0-9_+:-]+"
    r"|[\[\]{}=,.\n]"
    r"|#[^\n]*",
    re.DOTALL,
)


class _Token(NamedTuple):
    text: str
    line: int


def line_numbers(text: str) -> dict[Path, int]:
    """The line, from 1, on which everything in a valid TOML text begins; the whole is ()."""
    return _Scan(text).statements()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a value, or where it is missing that of the nearest table around it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _tokens(text: str) -> list[_Token]:
    """All but blanks and comments, with line numbers; line ends are tokens."""
    found, line, after = [], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", after, match.start())
        word = match.group()
        if not word.startswith("#"):
            found.append(_Token(word, line))
        line += word.count("\n")
        after = match.end()
    return found


class _Scan:
    """Reads the skeleton of a TOML text: names and brackets, no values."""

    def __init__(self, text: str):
        self.tokens = _tokens(text.replace("\r\n", "\n"))
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self.elements: dict[Path, int] = {}  # how many [[tables]] of a name there are so far

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def next(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def statements(self) -> dict[Path, int]:
        base: Path = ()
        while self.at < len(self.tokens):
            if self.peek() == "\n":
                self.at += 1
            elif self.peek() == "[":
                base = self.header()
            else:
                self.pair(base)
        return self.lines

    def header(self) -> Path:
        """Reads [a.b] or [[a.b]]; gives the table that the following keys belong to."""
        line = self.next().line
        many = self.peek() == "["
        if many:
            self.at += 1
        names = self.key()
        self.at += 2 if many else 1
        path: Path = ()
        for name in names[:-1]:
            path = self.current((*path, name))
            self.lines.setdefault(path, line)
        path = (*path, names[-1])
        if not many:
            path = self.current(path)
            self.lines[path] = line
            return path
        self.lines.setdefault(path, line)
        path = (*path, self.elements.setdefault(path, 0))
        self.elements[path[:-1]] += 1
        self.lines[path] = line
        return path

    def current(self, path: Path) -> Path:
        """The table a header means by a name: of [[tables]] the last one."""
        return (*path, self.elements[path] - 1) if path in self.elements else path

    def key(self) -> list[str]:
        """Reads a.b."c d" and gives its parts."""
        parts = [_name(self.next().text)]
        while self.peek() == ".":
            self.at += 1
            parts.append(_name(self.next().text))
        return parts

    def pair(self, base: Path) -> None:
        """Reads key = value."""
        line, path = self.tokens[self.at].line, base
        for name in self.key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self.at += 1  # the "="
        self.value(path)

    def value(self, path: Path) -> None:
        """Reads one value and notes where its parts begin."""
        opening = self.next().text
        if opening == "[":
            index = 0
            while (word := self.peek()) != "]":
                if word in ("\n", ","):
                    self.at += 1
                    continue
                self.lines[(*path, index)] = self.tokens[self.at].line
                self.value((*path, index))
                index += 1
            self.at += 1
        elif opening == "{":
            while (word := self.peek()) != "}":
                if word in ("\n", ","):
                    self.at += 1
                else:
                    self.pair(path)
            self.at += 1
        else:
            while self.peek() not in ("", "\n", ",", "]", "}"):  # 1979-05-27 07:32:00.5 is several words
                self.at += 1


def _name(word: str) -> str:
    """A key as tomllib gives it."""
    if word[0] not in "\"'":
        return word
    return str(tomllib.loads(f"name = {word}")["name"])
