"""Builds the tree of provisions: the open headings, and where the next heading or line goes."""

from __future__ import annotations

from ..model.kinds import Kind
from .provisions import Node

_ANNEX_RANK = -1  # above every heading: an annex holds a ladder of its own
_ROOT_RANK = 9  # below every heading: a schedule or a glossary holds none


class Tree:
    """Nodes in the order of their headings; the last headings of the ladder stay open, and one box above them."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._open: list[int] = []  # places of the open headings, outermost first
        self._box: int | None = None

    def add(self, kind: str, line: int, number: str = "", title: str = "", parent: int | None = None) -> Node:
        """A new node that begins in `line`, below the node at the place `parent`; it is not opened."""
        self.nodes.append(Node(kind, number, title, line, parent))
        return self.nodes[-1]

    def only(self, kind: str, line: int) -> Node:
        """The node of `kind`; one that begins in `line` when there is none."""
        return next((node for node in self.nodes if node.kind == kind), None) or self.add(kind, line)

    def open_root(self, kind: str, line: int, number: str = "", title: str = "", *, ladder: bool = False) -> Node:
        """A heading beside all others; what was open is closed. An annex holds a ladder, and a schedule with a `ladder` does."""
        self.close()
        node = self.add(kind, line, number, title)
        node.heading.append(line)
        node.rank = _ANNEX_RANK if ladder or kind == Kind.ANNEX else _ROOT_RANK
        self._open.append(len(self.nodes) - 1)
        return node

    def open_heading(self, kind: str, line: int, number: str, title: str, rank: float) -> Node:
        """A heading of the ladder below the open ones of a smaller `rank`."""
        while self._open and self.nodes[self._open[-1]].rank >= rank:
            self._open.pop()
        node = self.add(kind, line, number, title, self._open[-1] if self._open else None)
        node.heading.append(line)
        node.rank = rank
        self._open.append(len(self.nodes) - 1)
        self._box = None
        return node

    def open_box(self, kind: str, line: int, number: str, title: str) -> Node:
        """A box or table in the innermost heading, which goes on after it."""
        node = self.add(kind, line, number, title, self._open[-1] if self._open else None)
        node.heading.append(line)
        self._box = len(self.nodes) - 1
        return node

    def open_remarks(self, line: int) -> None:
        """Remarks that hold the lines from `line` on to the next heading."""
        self.close()
        self.add("附注", line)
        self._open.append(len(self.nodes) - 1)

    def append(self, line: int) -> None:
        """Give `line` to the open box, else the innermost heading, else the preface."""
        place = self._box if self._box is not None else self._open[-1] if self._open else None
        node = self.nodes[place] if place is not None else self.only("前言", line)
        node.own.append(line)

    def close_box(self) -> None:
        self._box = None

    def close(self) -> None:
        self._open, self._box = [], None

    @property
    def box(self) -> Node | None:
        """The open box."""
        return None if self._box is None else self.nodes[self._box]

    @property
    def root(self) -> Node | None:
        """The outermost open heading."""
        return self.nodes[self._open[0]] if self._open else None

    @property
    def open_nodes(self) -> list[Node]:
        """The open headings, outermost first."""
        return [self.nodes[place] for place in self._open]

    @property
    def open_ranks(self) -> list[float]:
        """Ranks of the open headings, outermost first."""
        return [self.nodes[place].rank for place in self._open]
