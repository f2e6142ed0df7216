# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What answers are in a notebook: a table to look at, and where it makes sense a graph to compute with.

How they are shown is said in answer_html and answer_graph; both are imported when asked for only.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx


class NotebookTable:
    """An answer that a notebook shows as a small table, in the language `lang` that it was read in.

    On a console it is a line; its dataclass is declared with `repr=False`.
    """

    __slots__ = ()

    lang: str

    def __repr__(self) -> str:
        from grundriss.model.answer_table import table

        shown = table(self, self.lang)
        return f"<{type(self).__name__}: {shown.title}, {len(shown.rows)} rows>"

    def _repr_html_(self) -> str:
        from grundriss.model.answer_html import html_table

        return html_table(self, self.lang)


class NotebookGraph(NotebookTable):
    """An answer that is also a graph."""

    __slots__ = ()

    def graph(self) -> "networkx.MultiDiGraph":
        """Elements as nodes (by IRI), relations as edges (by IRI), with labels and types as attributes."""
        from grundriss.model.answer_graph import multigraph

        return multigraph(self)
