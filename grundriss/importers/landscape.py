# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The federal landscape: a folder of CSV tables (data/landscape) read into quads of one dataset.

The columns and reading rules are described in data/landscape/README.md. Nothing is validated here beyond
what reading needs: known columns, known codes, known references, possible dates, unique keys.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.errors import InputError
from grundriss.importers.evidence import evidence, unverified_columns
from grundriss.importers.fact_cells import FactCells
from grundriss.importers.facts_table import Row, did_you_mean, read_table
from grundriss.importers.fim.legal_citation import Citation, citations
from grundriss.importers.fim.legal_reference import described, provision, provisions_named
from grundriss.model.identifier import Base, kebab, key_of
from grundriss.model.terms import CPSV, DCT, ELI, IDENTIFIER, ORG, TYPE, gru
from grundriss.model.vocabulary import RelationType, concepts, relation_type_by_name, relation_types

DATASET: Final = "landscape"

_EVIDENCE: Final = ("source", "confidence", "unverified_fields")
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "organisations": ("id", "name", "level", "parent", "role", "source", "confidence"),
    "components": (
        *(
            "id",
            "name",
            "description_de",
            "type",
            "owner_org",
            "operator_org",
            "lifecycle_status",
            "since",
            "until",
        ),
        *("layer", "federal_level", *_EVIDENCE),
    ),
    "function_blocks": ("id", "name", "ebene", "components", *_EVIDENCE),
    "standards": ("id", "name", "version", "publisher", "url", *_EVIDENCE),
    "interfaces": ("id", "name", "provider_component", "kind", "spec_url", "standard_id", *_EVIDENCE),
    "decisions": ("id", "title", "date", "meeting", "source", "confidence"),
    "guidelines": ("id", "title", "obligation", "content", "publisher", "source", "confidence"),
    "plateaus": ("id", "name", "date", "is_target", "description_de"),
    "services": (
        *("leika_key", "name", "leistungstyp", "typisierung", "ozg_leistung_or_themenfeld"),
        *("online_service_component", "responsible_land", "legal_basis", *_EVIDENCE),
    ),
    "dependencies": (
        "id",
        "from_component",
        "to_component",
        "via",
        "nature",
        "state",
        "source",
        "confidence",
    ),
    "target_changes": (
        "id",
        "plateau",
        "date",
        "element",
        "change",
        "reason",
        "beschluss",
        "source",
        "confidence",
    ),
    "fitstore": ("service", "component", "providing_land", "reusing_laender", "model", "note", *_EVIDENCE),
}
_DESCRIPTION: Final = NamedNode(DCT + "description")
_FIRST: Final = "components.csv"
_TYPING_ERROR: Final = 0.85
_STATES: Final = ("ist", "soll", "both")
_CITED_HERE: Final = Literal("zitiert in den Tabellen der Landschaft", language="de")


@dataclass(frozen=True, slots=True)
class Landscape:
    """What was read: the quads of the dataset and how many rows of each table they come from."""

    quads: list[Quad]
    rows: dict[str, int]


def read_landscape(directory: Path, base: Base) -> Landscape:
    """Read the CSV tables of a folder.

    Raises InputError naming file, line and element for the first thing that cannot be read.
    """
    if not (directory / _FIRST).exists():
        raise InputError("folder-without-tables", location=str(directory), file=_FIRST)
    tables = {name: read_table(directory / f"{name}.csv", columns) for name, columns in COLUMNS.items()}
    reader = _LandscapeReader(base, base.source_graph(DATASET), tables)
    return Landscape(reader.read(), {name: len(rows) for name, rows in tables.items()})


class _LandscapeReader(FactCells):
    """Turns rows into quads; holds the keys that may be referred to."""

    def __init__(self, base: Base, graph: NamedNode, tables: dict[str, list[Row]]) -> None:
        super().__init__(base, graph)
        self._tables = tables
        self._types_by_notation = {t.notation: t for t in relation_types().values() if t.notation}

    def read(self) -> list[Quad]:
        for table, kind in (
            *(("organisations", "organization"), ("components", "component"), ("standards", "standard")),
            *(("interfaces", "interface"), ("function_blocks", "function-block"), ("decisions", "decision")),
            *(("guidelines", "guideline"), ("plateaus", "plateau"), ("services", "service")),
            *(("dependencies", "relation"), ("target_changes", "change")),
        ):
            self._register(table, kind, self._tables[table], next(iter(COLUMNS[table])))
        readers: dict[str, Callable[[Row], None]] = {
            "organisations": self._organisation,
            "components": self._component,
            "function_blocks": self._function_block,
            "standards": self._standard,
            "interfaces": self._interface,
            "decisions": self._decision,
            "guidelines": self._guideline,
            "plateaus": self._plateau,
            "services": self._service,
            "dependencies": self._dependency,
            "target_changes": self._change,
            "fitstore": self._reuse_offer,
        }
        for table, read in readers.items():
            for row in self._tables[table]:
                read(row)
        return list(self._quads)

    # Elements

    def _organisation(self, row: Row) -> None:
        node = self._element(row, NamedNode(ORG + "Organization"), "organisations", row["id"], row["name"])
        self._add(node, gru("federalLevel"), self._code(row, "level", "federal-level"))
        if row["parent"]:
            self._add(node, gru("parent"), self._reference(row, "parent", "organisations"))
        self._text(node, gru("roleDescription"), row["role"])
        self._mentions(node, row["role"])

    def _component(self, row: Row) -> None:
        node = self._element(row, gru("Component"), "components", row["id"], row["name"])
        self._text(node, _DESCRIPTION, row["description_de"])
        self._mentions(node, row["description_de"])
        for column, predicate, scheme in (
            ("type", "kind", "kind"),
            ("layer", "layer", "layer"),
            ("federal_level", "federalLevel", "federal-level"),
            ("lifecycle_status", "lifecycle", "lifecycle"),
        ):
            if row[column]:
                self._add(node, gru(predicate), self._code(row, column, scheme))
        self._interval(node, row)
        unverified = unverified_columns(row)
        for column, role in (("owner_org", "owner"), ("operator_org", "operator")):
            if row[column]:
                organisation = self._reference(row, column, "organisations")
                self._responsibility(row, node, role, organisation, column in unverified)

    def _responsibility(
        self, row: Row, element: NamedNode, role: str, organisation: NamedNode, unverified: bool
    ) -> None:
        key = f"{_key(element)}--{role}--{_key(organisation)}--x"
        node = self._new(gru("Responsibility"), "responsibility", key, f"{row['name']}: {_ROLE_LABELS[role]}")
        self._add(node, gru("responsibleFor"), element)
        self._add(node, gru("organization"), organisation)
        self._add(node, gru("role"), concepts("role")[role])
        for predicate, value in evidence(row):
            if predicate in (NamedNode(DCT + "source"), gru("sourceNote")):
                self._add(node, predicate, value)
        self._add(node, gru("confidence"), gru("unverified" if unverified else row["confidence"]))

    def _function_block(self, row: Row) -> None:
        node = self._element(row, gru("FunctionBlock"), "function_blocks", row["id"], row["name"])
        self._add(node, gru("tier"), self._code(row, "ebene", "function-tier"))
        for part in row.parts("components"):
            component = self._reference(row, "components", "components", part)
            self._relation(row, "Covers", component, node)

    def _standard(self, row: Row) -> None:
        node = self._element(row, gru("Standard"), "standards", row["id"], row["name"])
        self._add(node, TYPE, NamedNode(DCT + "Standard"))
        self._text(node, gru("publisherName"), row["publisher"], lang=None)
        for organisation in self._publishers(row["publisher"]):
            self._add(node, NamedNode(DCT + "publisher"), organisation)
        self._url(row, node, gru("homepage"), "url")
        if row["version"]:
            key = f"{key_of(row['id'])}--{key_of(row['version'])}"
            version = self._new(
                gru("StandardVersion"), "standard-version", key, f"{row['name']} {row['version']}"
            )
            self._add(version, NamedNode(DCT + "isVersionOf"), node)
            self._text(version, gru("versionLabel"), row["version"], lang=None)
            self._evidence(version, row)

    def _publishers(self, text: str) -> list[NamedNode]:
        """The organisations that a publisher's name surely means: same key or the abbreviation in brackets."""
        names: dict[str, NamedNode] = {}
        for row in self._tables["organisations"]:
            node = self._keys["organisations"][row["id"]]
            names[row["name"].lower()] = names[row["id"].lower()] = node
            if row["name"].endswith(")") and "(" in row["name"]:
                names[row["name"].rsplit("(", 1)[1][:-1].lower()] = node
        parts = [part.strip().lower() for part in text.split("/")]
        return [names[part] for part in parts if part in names]

    def _interface(self, row: Row) -> None:
        node = self._element(row, gru("Interface"), "interfaces", row["id"], row["name"])
        if row["kind"]:
            self._add(node, gru("interfaceKind"), self._code(row, "kind", "interface-kind"))
        self._url(row, node, gru("specification"), "spec_url")
        if row["standard_id"]:
            self._add(node, gru("conformsTo"), self._reference(row, "standard_id", "standards"))
        if row["provider_component"]:
            self._relation(row, "Offers", self._reference(row, "provider_component", "components"), node)

    def _decision(self, row: Row) -> None:
        node = self._element(row, gru("Decision"), "decisions", row["id"], row["title"])
        if row["date"]:
            self._add(node, gru("decidedOn"), self._date(row, "date").literal)
        self._text(node, gru("meeting"), row["meeting"], lang=None)

    def _guideline(self, row: Row) -> None:
        node = self._element(row, gru("Guideline"), "guidelines", row["id"], row["title"])
        self._add(node, gru("obligation"), self._code(row, "obligation", "obligation"))
        self._text(node, _DESCRIPTION, row["content"])
        self._mentions(node, row["title"], row["content"])
        self._text(node, gru("publisherName"), row["publisher"], lang=None)

    def _plateau(self, row: Row) -> None:
        node = self._keys["plateaus"][row["id"]]
        self._describe(node, gru("Plateau"), row["id"], row["name"] or row["id"])
        self._text(node, _DESCRIPTION, row["description_de"])
        day = self._date(row, "date")
        if day.day is None:
            raise row.error("plateau-day", value=row["date"])
        self._add(node, gru("date"), day.literal)
        if row["is_target"].lower() == "true":
            self._add(node, gru("isTarget"), Literal(True))
        self._text(node, gru("sourceNote"), "Grundriss: Stichtag 31.12. je Zielzustand", lang=None)

    def _service(self, row: Row) -> None:
        leika = row["leika_key"]
        node = self._element(row, NamedNode(CPSV + "PublicService"), "services", leika, row["name"])
        self._add(node, gru("serviceType"), self._code(row, "leistungstyp", "service-type"))
        for part in row.parts("typisierung"):
            self._add(node, gru("typing"), self._code(row, "typisierung", "typing", part))
        self._text(node, gru("theme"), row["ozg_leistung_or_themenfeld"])
        for basis in row.parts("legal_basis"):
            self._text(node, gru("legalReferenceText"), basis)
            for provision_node in self._legal_resources(row, basis):
                self._add(node, gru("legalBasis"), provision_node)
        if not row["online_service_component"]:
            return
        component = self._reference(row, "online_service_component", "components")
        online = self._new(
            gru("OnlineService"), "online-service", f"{leika}--{_key(component)}", f"{row['name']} (online)"
        )
        self._add(online, gru("service"), node)
        self._evidence(online, row)
        if row["responsible_land"]:
            self._add(
                online, gru("responsibleLand"), self._land(row, "responsible_land", row["responsible_land"])
            )
        self._relation(row, "OfferedOnlineBy", node, online)
        self._relation(row, "Realises", component, online)

    def _legal_resources(self, row: Row, text: str) -> list[NamedNode]:
        """What a legal basis cites; one that is not understood is a legal resource of its own, by its wording."""
        if cited := citations(text).citations:
            return [self._provision(citation) for citation in cited]
        node = self._base.element("legal-resource", key_of(text))
        if Quad(node, IDENTIFIER, Literal(text), self._graph) not in self._quads:
            self._describe(node, NamedNode(ELI + "LegalResource"), text, text)
            self._text(node, gru("sourceNote"), f"genannt bei Leistung {row['leika_key']}", lang=None)
        return [node]

    def _mentions(self, node: NamedNode, *texts: str) -> None:
        """The provisions that the texts about an element cite in passing."""
        for text in texts:
            for citation in provisions_named(text):
                self._add(node, gru("legalReference"), self._provision(citation))

    def _provision(self, citation: Citation) -> NamedNode:
        for triple in described(citation, self._base, _CITED_HERE):
            self._quads[Quad(triple.subject, triple.predicate, triple.object, self._graph)] = None
        return provision(citation, self._base)

    def _reuse_offer(self, row: Row) -> None:
        component = self._reference(row, "component", "components") if row["component"] else None
        key = _key(component) if component else key_of(row["service"])
        node = self._new(gru("ReuseOffer"), "reuse-offer", key, row["service"])
        self._evidence(node, row)
        self._add(node, gru("reuseModel"), self._code(row, "model", "reuse-model"))
        if component:
            self._add(node, gru("offeredComponent"), component)
        land = self._find_land(row["providing_land"])
        if land:
            self._add(node, gru("providingLand"), land)
        elif row["providing_land"]:
            self._text(node, gru("evidenceText"), f"Anbieter: {row['providing_land']}")
        self._text(node, gru("reuseNote"), row["note"])
        takers = [self._find_land(part) for part in row.parts("reusing_laender")]
        if not takers or None in takers:
            # a text such as "nicht genannt" or "zwölf Länder": kept as it is, nobody is guessed
            self._text(
                node,
                gru("evidenceText"),
                f"Nachnutzung: {row['reusing_laender']}" if row["reusing_laender"] else "",
            )
            return
        for taker in takers:
            if taker:
                self._reuse(row, node, key, taker)

    def _reuse(self, row: Row, offer: NamedNode, key: str, taker: NamedNode) -> None:
        land = _key(taker).removeprefix("land-")
        node = self._new(gru("Reuse"), "reuse", f"{key}--{land}", f"{row['service']}: {land.upper()}")
        self._add(node, gru("reuseOf"), offer)
        self._add(node, gru("taker"), taker)
        self._add(node, gru("reuseModel"), self._code(row, "model", "reuse-model"))
        self._evidence(node, row)

    # Relations and changes

    def _dependency(self, row: Row) -> None:
        relation_type = self._types_by_notation.get(row["nature"])
        if relation_type is None:
            known = [name for name in self._types_by_notation if name]
            raise row.error(
                "cell-code", did_you_mean(row["nature"], known), column="nature", value=row["nature"]
            )
        if row["state"] not in _STATES:
            raise row.error("cell-state", value=row["state"])
        source = self._reference(row, "from_component", "components")
        target = self._reference(row, "to_component", "components")
        node = self._keys["dependencies"][row["id"]]
        self._relation_node(node, relation_type, row["id"], source, target)
        self._add(node, gru("inState"), gru(row["state"]))
        self._evidence(node, row)
        if row["via"] in self._keys["interfaces"]:
            self._add(node, gru("via"), self._keys["interfaces"][row["via"]])
        elif row["via"]:
            # a "via" that names a standard says which rules the exchange follows, not through which door
            known_keys = [*self._keys["interfaces"], *self._keys["standards"]]
            if row["via"] not in self._keys["standards"]:
                raise row.error("cell-via", did_you_mean(row["via"], known_keys), value=row["via"])
            self._add(node, gru("conformsTo"), self._keys["standards"][row["via"]])

    def _relation(self, row: Row, type_name: str, source: NamedNode, target: NamedNode) -> None:
        """A relation without an id of its own: its key is built from its parts, its evidence is the row's."""
        relation_type = relation_type_by_name(type_name)
        key = f"{kebab(type_name)}--{_key(source)}--{_key(target)}"
        node = self._base.element("relation", key)
        self._relation_node(node, relation_type, key, source, target)
        self._evidence(node, row)

    def _relation_node(
        self,
        node: NamedNode,
        relation_type: RelationType,
        identifier: str,
        source: NamedNode,
        target: NamedNode,
    ) -> None:
        self._add(node, TYPE, relation_type.iri)
        self._add(node, IDENTIFIER, Literal(identifier))
        self._add(node, gru("source"), source)
        self._add(node, gru("target"), target)

    def _change(self, row: Row) -> None:
        node = self._keys["target_changes"][row["id"]]
        element = self._changed_element(row)
        self._describe(node, gru("Change"), row["id"], row["id"])
        self._add(node, gru("changes"), element)
        self._add(node, gru("changeKind"), self._code(row, "change", "change-kind"))
        self._add(node, gru("plateau"), self._reference(row, "plateau", "plateaus"))
        if row["date"] and row["date"] != "offen":
            self._add(node, gru("date"), self._date(row, "date").literal)
        self._text(node, gru("reason"), row["reason"])
        basis = row["beschluss"]
        if basis in self._keys["decisions"]:
            self._add(node, gru("basedOn"), self._keys["decisions"][basis])
        else:
            self._text(node, gru("basisText"), basis, lang=None)
        self._mentions(node, row["reason"], basis)
        self._evidence(node, row)

    def _changed_element(self, row: Row) -> NamedNode:
        prefix, colon, name = row["element"].rpartition(":")
        tables = ("guidelines",) if colon else ("components", "interfaces", "standards", "organisations")
        for table in tables:
            if name in self._keys[table]:
                return self._keys[table][name]
        # named only here: an element of its own, marked unverified, so that the change is not lost
        kind, class_ = (
            ("guideline", gru("Guideline")) if prefix in ("guideline", "doc") else ("product", gru("Product"))
        )
        node = self._base.element(kind, key_of(name))
        if Quad(node, IDENTIFIER, Literal(name), self._graph) not in self._quads:
            if not colon and (
                near := did_you_mean(name, [k for t in tables for k in self._keys[t]], _TYPING_ERROR)
            ):
                raise row.error("cell-element", near, value=name)
            self._describe(node, class_, name, name.replace("-", " "))
            self._add(node, gru("confidence"), gru("unverified"))
            self._text(node, gru("sourceNote"), f"nur in {row['id']} genannt", lang=None)
        return node


_ROLE_LABELS: Final = {"owner": "Verantwortung", "operator": "Betrieb"}


def _key(node: NamedNode) -> str:
    return node.value.rsplit("/", 1)[-1]
