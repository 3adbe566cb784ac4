"""Groups of synonyms that a user wrote, checked before an index keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..text.normalize import fold

_LONGEST = 10_000  # characters of a group
_SHOWN = 40  # characters of a line in a message


def check_lines(lines: Iterable[str], skipped: Callable[[int, str], object]) -> str:
    """Lines with groups of the user's as they are kept; the number of a line that is none goes to `skipped` with the reason."""
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        said = line.partition("#")[0].strip("\ufeff\0 \t\u3000")
        shown = "".join(c if c.isprintable() else " " for c in said[:_SHOWN]) + "…" * (len(said) > _SHOWN)
        if len(said) > _LONGEST:
            skipped(number, f"{shown} is longer than {_LONGEST:,} characters")
            continue
        group = fold(said)
        whole = all(word.strip() for word in group.replace(">", "=").split("=")) or not said
        if whole and "\0" not in said and "\ufffd" not in said and group.count(">") <= 1:
            kept.append(line.strip("\ufeff\0").rstrip() if said else "")
        else:
            skipped(number, f"{shown}; expected words parted by =, and one > at most")
    return "\n".join([*kept, ""]) if any(kept) else ""
