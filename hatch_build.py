"""Compile the translations into the wheel: the repository keeps only their texts."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Translations(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for text in Path(self.root, "caseapp", "i18n", "translations").glob("*/LC_MESSAGES/messages.po"):
            with text.open("rb") as written, text.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(written, locale=text.parts[-3]))
