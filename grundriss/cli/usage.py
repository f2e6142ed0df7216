# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a command line, in both languages: the words of Typer are English only."""

import re
from typing import Final

from grundriss.messages import Message

_FAULTS: Final = (
    (
        r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<known>.+)\)| Did you mean (?P<near>.+)\?)?",
        "option",
    ),
    (r"No such command '(?P<name>.*)'\.?(?: Did you mean (?P<near>.+)\?)?", "command"),
    (r"Missing command\.", "command-missing"),
    (r"Missing (?:argument|option|parameter) '(?P<name>.*)'\.?", "missing"),
    (r"Option '(?P<name>.*)' requires (?:an argument|\d+ arguments)\.", "value-missing"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)", "surplus"),
    (r"Invalid value for '(?P<name>.*)': .*\bvalid integer\b.*", "integer"),
    (r"Invalid value for '(?P<name>.*)': .*\bvalid number\b.*", "number"),
    (r"Invalid value for '(?P<name>.*)': .*less than or equal to (?P<bound>\S+)", "most"),
    (r"Invalid value for '(?P<name>.*)': .*greater than or equal to (?P<bound>\S+)", "least"),
)

BEFORE_THE_COMMAND: Final = {
    "-w": "-w DIR",
    "--workspace": "--workspace DIR",
    "--today": "--today 2026-11-23",
    "-q": "-q",
    "--quiet": "--quiet",
    "--version": "--version",
}
"""The options of `grundriss` itself that its commands do not know, each as it is written."""


def usage_message(text: str) -> Message:
    """The message for what Typer says; its own words, quoted, where it says something else.

    >>> usage_message("No such option: --foo").text("de")
    'Die Option --foo gibt es nicht.'
    """
    for pattern, key in _FAULTS:
        found = re.fullmatch(pattern, text.strip(), re.DOTALL)
        if found:
            # an option with a short name is quoted in two parts
            values = {name: value.replace("'", "") for name, value in found.groupdict().items() if value}
            if key == "option" and values["name"] in BEFORE_THE_COMMAND:
                written = BEFORE_THE_COMMAND[values["name"]]
                return Message("usage-option-before", {"name": values["name"], "written": written})
            offered = values.pop("known", None) or values.pop("near", None)
            if offered:
                values["known"] = offered
                return Message(f"usage-{key}-near", values)
            return Message(f"usage-{key}", values)
    return Message("usage-other", {"text": text})
