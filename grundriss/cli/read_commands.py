# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that read: query, show, stats, export, validate, doctor, version."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from grundriss.cli import session
from grundriss.errors import UsageError, in_utf_8

if TYPE_CHECKING:
    from pyoxigraph import Store

    from grundriss.model.identifier import Base
    from grundriss.store.snapshot import Snapshot
    from grundriss.validation.shape_report import Report


_SHOWN: Final = ("human", "json", "ttl", "nt", "nq", "trig", "jsonld", "rdf")
_EXPORTED: Final = ("ttl", "nt", "nq", "trig", "jsonld", "rdf", "csv", "json")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(query)
    app.command()(show)
    app.command()(stats)
    app.command()(export)
    app.command()(validate)
    app.command()(doctor)
    app.command()(version)


def query(
    file: Annotated[str | None, typer.Argument(help="A file with a SPARQL query, or - for stdin.")] = None,
    expression: Annotated[str | None, typer.Option("-e", "--expression", help="The query itself.")] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "-f", "--format", help="table, csv, tsv, json, xml; for graphs ttl, nt, nq, rdf, jsonld."
        ),
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which the query is stopped.")] = 30.0,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Ask a SPARQL query. Prefixes of the ontology need not be declared."""
    from grundriss.cli.query_process import check, run_query
    from grundriss.cli.sparql_file import placed_in, text_of

    if (file is None) == (expression is None):
        raise UsageError("query-missing")
    if not 0 < timeout < float("inf"):
        raise UsageError("timeout-value", seconds=timeout)
    text = in_utf_8(expression, "-e") if expression is not None else text_of(str(file))
    wanted = format_name or "table"
    with placed_in(file):
        judged = check(text, wanted)
    with session.open_snapshot() as snapshot, placed_in(file):
        run_query(snapshot, judged, wanted, timeout)


def show(
    element: Annotated[str, typer.Argument(metavar="X", help="An IRI, a CURIE, a key or a label.")],
    format_name: Annotated[
        str, typer.Option("-f", "--format", help="human, json, ttl, nt, nq, trig, jsonld or rdf.")
    ] = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """What is known about an element."""
    if format_name not in _SHOWN:
        raise UsageError("format-unknown", format=format_name, known=_SHOWN)
    from grundriss.cli.element_text import element_text
    from grundriss.description.describe import describe
    from grundriss.resolve import resolve

    spoken = session.language_of(format_name)
    with session.open_snapshot() as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, element, named=True)
        if format_name == "human":
            session.put(element_text(snapshot, describe(snapshot, node, spoken), spoken))
        elif format_name == "json":
            session.put_json(describe(snapshot, node, spoken).to_dict())
        else:
            _export(snapshot, node.value, format_name, None)


def stats(
    format_name: Annotated[str, typer.Option("-f", "--format", help="human or json.")] = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """What is in the workspace: elements, relations, statements, size."""
    from grundriss.cli.statistics import statistics_dict, statistics_text

    with session.open_snapshot() as snapshot:
        if format_name == "json":
            session.put_json(statistics_dict(snapshot))
        elif format_name == "human":
            session.put(statistics_text(snapshot, session.language()))
        else:
            raise UsageError("format-unknown", format=format_name, known=("human", "json"))


def export(
    what: Annotated[
        str | None,
        typer.Argument(
            help="For RDF a dataset or an element (default: all datasets); for csv and json a collection such as "
            "components, or a state such as soll."
        ),
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("-f", "--format", help="ttl, nt, nq, trig, jsonld, rdf, csv or json.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file; - or nothing is stdout.")
    ] = None,
    canonical: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A folder for git: a file for each dataset, the same bytes for the same content.",
        ),
    ] = None,
    when: Annotated[
        str | None,
        typer.Option(
            "--state",
            help="Of a collection only the elements of this state, such as soll, r12 or a scenario.",
        ),
    ] = None,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Write RDF, or a list of elements as a table."""
    if format_name is not None and format_name not in _EXPORTED:
        raise UsageError("format-unknown", format=format_name, known=_EXPORTED)
    if canonical is not None and (what, format_name, output, when) != (None, None, None, None):
        raise UsageError("canonical-alone")
    target = None if output is None or str(output) == "-" else output
    name = format_name or (target.suffix.removeprefix(".") if target else "ttl")
    with session.open_snapshot() as snapshot:
        if canonical is not None:
            _export_canonical(snapshot, canonical)
        elif name in ("csv", "json"):
            from grundriss.cli.list_export import export_list

            export_list(snapshot, what, name, target, when)
        elif when is not None:
            raise UsageError("state-without-list")
        else:
            _refuse_list(what)
            _export(snapshot, what, name, target)


def _export_canonical(snapshot: "Snapshot", folder: Path) -> None:
    from grundriss.exporters.canonical_export import export_canonical
    from grundriss.messages import Message

    done = export_canonical(snapshot, folder)
    session.say(
        session.said(
            "canonical-written",
            folder=folder,
            datasets=Message("datasets", {"n": done.datasets}),
            statements=Message("statements", {"n": done.statements}),
            written=Message("files", {"n": len(done.written)}),
            removed=len(done.removed),
        )
    )


def _refuse_list(what: str | None) -> None:
    from grundriss.listing.collection import COLLECTIONS

    if what in COLLECTIONS:
        raise UsageError("list-as-rdf", list=what)


def _export(snapshot: "Snapshot", what: str | None, name: str, target: Path | None) -> None:
    from grundriss.exporters.rdf_export import export as write

    count = write(snapshot.store, snapshot.base_iri, what, name, target or sys.stdout.buffer)
    if target:
        session.say(session.said("written-statements", n=count, file=target))


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="RDF files, or - for Turtle on stdin. Default: the workspace.", readable=False),
    ] = None,
    severity: Annotated[
        str, typer.Option(help="The least severity to show: violation, warning or info.")
    ] = "warning",
    format_name: Annotated[str, typer.Option("-f", "--format", help="human, table, json or ttl.")] = "human",
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="fim: the official quality rules of XDatenfelder 3 instead, for the workspace or for FIM files.",
        ),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            metavar="X", help="With --profile: only X, such as S00000000362, and all that it contains."
        ),
    ] = None,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Check against the rules in shapes/. Exit status 1 when there is a violation."""
    from grundriss.validation.profile import PROFILES
    from grundriss.validation.shape_report import SEVERITIES

    if severity not in SEVERITIES:
        raise UsageError("severity-unknown", severity=severity, known=SEVERITIES)
    if profile is not None and profile not in PROFILES:
        raise UsageError("profile-unknown", profile=profile, known=sorted(PROFILES))
    if of is not None and profile is None:
        raise UsageError("validate-of-alone")
    report = _validated(files, profile, of, scenario is not None or rev is not None)
    _put_report(report, severity, format_name)
    if profile is not None and format_name == "human":
        _say_coverage()
    if not report.conforms:
        session.leave(1)


def _validated(files: list[Path] | None, profile: str | None, of: str | None, elsewhere: bool) -> "Report":
    """The report on files, or on the workspace. Raises UsageError for files of another revision or scenario."""
    from grundriss.model.identifier import Base

    if not files:
        with session.open_snapshot() as snapshot:
            return _checked(snapshot.store, snapshot.base_iri, profile, of)
    if elsewhere:
        raise UsageError("validate-files-alone")
    from grundriss.validation.candidate import candidate_store, fim_candidate_store

    read = fim_candidate_store if profile else candidate_store
    return _checked(read(files, session.effective_date()), Base(), profile, of)


def _checked(store: "Store", base: "Base", profile: str | None, of: str | None) -> "Report":
    from grundriss.resolve import resolve
    from grundriss.validation.profile import PROFILES
    from grundriss.validation.validate import validate as validate_store

    if profile is None:
        return validate_store(store)
    return PROFILES[profile](store, resolve(store, base, of) if of is not None else None)


def _say_coverage() -> None:
    """How many of the official rules are checked."""
    from grundriss.validation.quality_rules import quality_rules, rules_by_shape

    session.say(session.said("profile-coverage", checked=len(rules_by_shape()), all=len(quality_rules())))


def _put_report(report: "Report", severity: str, format_name: str) -> None:
    from grundriss.cli.report_text import report_table, report_text

    shown = report.at_least(severity)
    if format_name == "human":
        session.put(report_text(report, severity, session.language()))
    elif format_name == "json":
        session.put_json(shown.to_dict())
    elif format_name == "ttl":
        session.put(shown.turtle)
    elif format_name == "table":
        session.put(report_table(shown, session.language()))
    else:
        raise UsageError("format-unknown", format=format_name, known=("human", "table", "json", "ttl"))


def doctor(lang: session.Lang = None) -> None:
    """Check that everything Grundriss needs is there."""
    from grundriss.cli.examination import examine

    failed = 0
    for check in examine(session.find_workspace()):
        failed = failed or check.status
        mark = session.said("check-failed" if check.status else "check-passed")
        session.put(f"{mark}  {check.name}: {check.text(session.language())}")
    if failed:
        session.leave(failed)


def version(
    as_json: Annotated[
        bool, typer.Option("--json", help="With the versions of what Grundriss builds on.")
    ] = False,
    lang: session.Lang = None,
) -> None:
    """The version."""
    from grundriss import __version__

    if not as_json:
        session.put(f"grundriss {__version__}")
        return
    import platform
    from importlib.metadata import version as installed

    names = ("pyoxigraph", "oxigraph", "shacl", "fastapi")
    session.put_json(
        {
            "grundriss": __version__,
            "python": platform.python_version(),
            **{name: installed(name) for name in names},
        }
    )
