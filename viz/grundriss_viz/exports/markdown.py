# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a diagram says, as Markdown: title, summary, what is hidden, and the table with the same facts."""

from grundriss.exporters.text_table import escaped_markdown, markdown_rows
from grundriss_viz.diagram import Diagram


def render(diagram: Diagram) -> bytes:
    """The diagram without its picture."""
    title, subtitle, summary, footer, *notes = escaped_markdown(
        (diagram.title, diagram.subtitle, diagram.summary, diagram.footer, *diagram.notes)
    )
    parts = [f"# {title}", subtitle, summary]
    parts += ["\n".join(f"- {note}" for note in notes)] if notes else []
    parts += [markdown_rows(diagram.table.columns, diagram.table.rows), footer]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()
