"""What is answered on the page of a file that waits: its boxes, and what they mean.

Questions are named as on the paste page (``ask.<key>``, ``row.…``, ``do.<place>``).
``all.<outcome>`` is a choice for all of an outcome; ``who.<key>`` says whose entries those under
the file's own key are ("is", "add" or "leave"), ``code.<key>`` under which code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hlh_app.exchange.tables.model import Word
from hlh_app.records.imports.checking import Answers
from hlh_app.records.imports.outcomes import Choice

from .paste_means import answers_of, means_of

PREFIXES = ("ask", "row", "cell", "do", "all", "who", "code")
LONGEST_NAME, LONGEST_TEXT = 300, 80
IS, ADD, LEAVE = "is", "add", "leave"
Boxes = dict[str, str]


def boxes_of(data: Mapping[str, str]) -> Boxes:
    """The boxes with something in them, as they are remembered with the file."""
    return {
        name: text.strip()[:LONGEST_TEXT].replace("\0", "")
        for name, text in data.items()
        if name.partition(".")[0] in PREFIXES
        and len(name) <= LONGEST_NAME
        and "\0" not in name
        and text.strip()
    }


def answers_in(boxes: Boxes, words: Mapping[str, Word], today: date) -> Answers:
    """How the file is meant. What was never asked is harmless."""
    given = answers_of(boxes)
    return Answers(
        means=means_of(given, words, today),
        people=_people(boxes),
        new=_new(boxes),
        places=dict(given.does),
        all={outcome: choice for outcome, choice in _under(boxes, "all") if choice in list(Choice)},
    )


def _people(boxes: Boxes) -> dict[str, str]:
    """The file's key → the code of a patient; "" to leave them out."""
    found = {}
    for key, who in _under(boxes, "who"):
        code = boxes.get(f"code.{key}", "")
        if who == LEAVE:
            found[key] = ""
        elif who == IS and code:
            found[key] = code
    return found


def _new(boxes: Boxes) -> dict[str, str]:
    return {
        key: boxes[f"code.{key}"]
        for key, who in _under(boxes, "who")
        if who == ADD and boxes.get(f"code.{key}")
    }


def _under(boxes: Boxes, prefix: str) -> list[tuple[str, Any]]:
    return [
        (name.partition(".")[2], text)
        for name, text in boxes.items()
        if name.partition(".")[0] == prefix
    ]
