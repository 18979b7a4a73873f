"""A group of commands that is a command itself where its first word names none of them."""

import copy
from typing import Any

from typer.core import TyperGroup

DEFAULT = "default"
"""The name under which a group's own command is registered; nobody types it."""


class DefaultCommandGroup(TyperGroup):
    """``render preview …`` is the command ``preview``; ``render wild out`` is the group's own command."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.own = self.commands.pop(DEFAULT)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the words after the group's name."""
        helps = self.context_settings.get("help_option_names") or (parent.help_option_names if parent else ["--help"])
        if args and args[0] not in self.commands and args[0] not in helps:
            return self.own.make_context(info_name, args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the own command's arguments and options, then the other commands."""
        shown = copy.copy(self)
        shown.help = self.own.help
        shown.params = self.own.params
        shown.subcommand_metavar = f"| {ctx.command_path} COMMAND …"
        super(DefaultCommandGroup, shown).format_help(ctx, formatter)
