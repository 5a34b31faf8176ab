"""Setting a council up: `gongzhi init`."""

from cli.setup.commands import add

__all__ = ["add"]
