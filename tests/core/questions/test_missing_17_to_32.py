# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What CQ17 to CQ32 say is missing: a sentence goes as soon as its fact is there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.questions.conftest import Ask

Change = Callable[[str, str, str, str], Path]

WG = "„Wohngeld (Mietzuschuss) beantragen“"
NOOTS = "„Nationales Once-Only-Technical-System (NOOTS)“"
ZAPUK = "„Föderale Postfach- und Kommunikationsinfrastruktur (ZaPuK)“"
NO_DAY = "ist nicht angegeben; gerechnet ist mit dem Tag des Ziels."
NAMES = """
PREFIX v: <https://w3id.org/grundriss/id/service/>
PREFIX n: <https://w3id.org/grundriss/id/online-service/>
PREFIX l: <https://w3id.org/grundriss/id/legal-resource/>
PREFIX kind: <https://w3id.org/grundriss/ns/kind/>
PREFIX role: <https://w3id.org/grundriss/ns/role/>
"""
TITLE = {"service": "99008003001000"}
TITLED = "„Berechtigungszertifikat für Online-Ausweisfunktion beantragen“"

STATED = [
    ("CQ17", {}, f"Für {WG} ist kein Portal angegeben.", "c:portal-sh gru:dependsOn c:od-wg ."),
    (
        "CQ17",
        {},
        f"Für {WG} ist kein Nutzerkonto und keine Anmeldung angegeben.",
        "c:od-wg gru:authenticatesWith c:bundid .",
    ),
    ("CQ17", {}, f"Für {WG} ist kein Register angegeben.", "c:fv-wg gru:dependsOn c:reg-melde ."),
    (
        "CQ17",
        {},
        f"Für {WG} ist keine Bezahlung angegeben.",
        "r:x gru:source c:od-wg ; gru:presentIn gru:ist ; gru:via i:if-xbez .",
    ),
    (
        "CQ17",
        TITLE,
        f"Für {TITLED} ist kein Online-Angebot angegeben.",
        "v:99008003001000 gru:offeredOnlineBy n:x .",
    ),
    (
        "CQ17",
        {"service": "99049001001000"},
        "Für „Führungszeugnis beantragen“ ist kein Routing angegeben.",
        "c:od-fz gru:routesVia c:dvdv .",
    ),
    (
        "CQ17",
        {"service": "99049001001000"},
        "Für „Führungszeugnis beantragen“ ist kein Fachverfahren angegeben.",
        "c:od-fz gru:suppliesDataTo c:fv-ewo .",
    ),
    (
        "CQ17",
        {"service": "99099002067003"},
        "Für „Einbürgerung“ ist kein Routing angegeben.",
        "c:osci-im gru:routesVia c:dvdv .",
    ),
    (
        "CQ17",
        {"service": "99022001017003"},
        "Für „BAföG beantragen“ ist kein Transportweg angegeben.",
        "c:od-bafoeg gru:uses c:fit-connect .",
    ),
    (
        "CQ17",
        {"service": "99049001001000"},
        "Für „Führungszeugnis beantragen“ ist kein Postfach angegeben.",
        "c:od-fz gru:dependsOn c:zbp .",
    ),
    (
        "CQ18",
        {},
        f"Ob {TITLED} betroffen ist, lässt sich nicht sagen: Ein Online",
        "v:99008003001000 gru:offeredOnlineBy n:x . c:osi gru:realises n:x .",
    ),
    (
        "CQ19",
        {},
        f"Für {TITLED} ist keine Rechtsgrundlage angegeben.",
        "v:99008003001000 gru:legalBasis l:x .",
    ),
    (
        "CQ19",
        {},
        "Die Rechtsgrundlage von „DeutschlandID“ ist nicht verknüpft; sie steht nur im Text.",
        "c:deutschlandid gru:legalBasis l:ozg .",
    ),
    (
        "CQ20",
        {},
        "Ob „Handelsregister“ Daten mit der IdNr austauscht, ist nicht angegeben.",
        "r:x gru:source c:reg-hr ; gru:target c:ida .",
    ),
    (
        "CQ20",
        {},
        "„Ausländerzentralregister (AZR)“ ist am Identitätsdatenabruf beteiligt; ein Anschluss an das Datensch",
        "r:x gru:source c:reg-azr ; gru:target c:dsc .",
    ),
    (
        "CQ21",
        {},
        f"Welche Nachweise „Melderegister“ an {NOOTS} liefert",
        "r:dep-0120 dct:description 'Meldebescheinigung'@de .",
    ),
    (
        "CQ21",
        {},
        f"Welche Onlinedienste von „Melderegister“ über {NOOTS} Nachweise erhalten",
        "r:x a gru:SuppliesDataTo ; gru:source c:reg-melde ; gru:target c:od-wg ; gru:via i:if-noots-nr .",
    ),
    (
        "CQ22",
        {},
        "Ob „FIT-Connect ZBP-Adapter“ an „Netze des Bundes (NdB)“ angeschlossen ist, ist nicht angegeben.",
        "r:x gru:source c:fc-zbp ; gru:target c:ndb .",
    ),
    (
        "CQ22",
        {},
        "Aus welcher Netzzone „ZBP REST-Schnittstelle (nur NdB/Verbindungsnetz)“ erreichbar",
        "i:if-zbp-rest gru:networkZone 'NdB-VN' .",
    ),
    (
        "CQ23",
        {},
        "Der Regionalschlüssel (ARS) von „Schleswig-Holstein“ ist nicht angegeben.",
        "o:land-sh gru:regionKey '01' .",
    ),
    (
        "CQ23",
        TITLE,
        f"Für {TITLED} ist kein Online-Angebot angegeben.",
        "v:99008003001000 gru:offeredOnlineBy n:x . c:osi gru:realises n:x .",
    ),
    (
        "CQ23",
        {"service": "99012070006001"},
        "Wie „Digitale Baugenehmigung“ die zuständige Stelle ermittelt, ist nicht angegeben.",
        "c:od-bau gru:dependsOn c:dvdv .",
    ),
    (
        "CQ24",
        {"element": "noots"},
        "die Rolle „fachliche Koordination“ nicht angegeben ist: 1",
        "r:x gru:responsibleFor c:noots ; gru:role role:specialist-lead .",
    ),
    (
        "CQ26",
        {},
        f"Wann „DeutschlandID“ kommt oder geht, {NO_DAY}",
        "c:deutschlandid gru:validFrom '2027'^^xsd:gYear .",
    ),
    (
        "CQ28",
        {},
        "Wofür „BundID (Nutzerkonto Bund)“ steht, ist nicht angegeben (kein Funktionsbaustein)",
        "c:bundid gru:covers fb:fb-auth .",
    ),
    ("CQ30", {}, f"Welches Vorhaben die Änderung chg-043 an {NOOTS} trägt", "m:x gru:carries ch:chg-043 ."),
    (
        "CQ31",
        {},
        "Angaben der Art „Funktionsbaustein“, bei denen nicht steht, von wann die Quelle ist: 6",
        "fb:fb-auth gru:sourceNote 'abgerufen 2026-10-01' .",
    ),
    (
        "CQ32",
        {},
        "Eine Frist für „Your Europe (SDG-Portal)“ ist nicht angegeben.",
        "ch:x gru:changes c:your-europe ; gru:date '2027-01'^^xsd:gYearMonth ; gru:basisText 'SDG-VO' .",
    ),
]
"""Question, parameters, (part of the) sentence, and the statements that make it go."""

CHANGED = [
    (
        "CQ18",
        {},
        f"Ob {TITLED} betroffen ist, lässt sich nicht sagen: Ein Online",
        ("services", "99008003001000", "online_service_component", "ausweisapp"),
    ),
    (
        "CQ19",
        {},
        f"Für {TITLED} ist keine Rechtsgrundlage angegeben.",
        ("services", "99008003001000", "legal_basis", "§ 21 PAuswG"),
    ),
    (
        "CQ20",
        {},
        "„Ausländerzentralregister (AZR)“ ist am Identitätsdatenabruf beteiligt; ein Anschluss an das Datensch",
        ("dependencies", "dep-0112", "from_component", "reg-azr"),
    ),
    (
        "CQ23",
        {},
        "Über welchen Zustellpunkt „Fachverfahren Wohngeld (generisch)“ den Antrag erhält",
        ("dependencies", "dep-0148", "via", "if-fc-sub"),
    ),
    (
        "CQ24",
        {"element": "od-ikfz"},
        "die Rolle „Betrieb“ nicht angegeben ist: 1",
        ("components", "od-ikfz", "operator_org", "kba"),
    ),
    (
        "CQ25",
        {},
        "Für „Sachsen-Anhalt“ ist heute kein Element der Art „Netz“ angegeben.",
        ("components", "landesnetze", "owner_org", "land-st"),
    ),
    ("CQ26", {}, f"Wann „dDatabox“ kommt oder geht, {NO_DAY}", ("components", "ddatabox", "until", "2027")),
    (
        "CQ27",
        {},
        f"Wann „BundID (Nutzerkonto Bund)“ endet, {NO_DAY}",
        ("components", "bundid", "until", "2028"),
    ),
    (
        "CQ28",
        {},
        "Wofür „PVOG Suchdienst“ steht, ist nicht angegeben (kein Funktionsbaustein)",
        ("function_blocks", "fb-anliegen", "components", "pvog;pvog-such"),
    ),
    (
        "CQ29",
        {},
        "Wer „DOI-CA“ betreibt, ist nicht angegeben.",
        ("components", "doica", "operator_org", "bsi"),
    ),
    (
        "CQ29",
        {},
        "Wem „Dataport AöR“ gehört, ist nicht angegeben.",
        ("organisations", "dataport", "parent", "land-sh"),
    ),
    (
        "CQ30",
        {},
        f"Ob das FIT-AB zur Änderung chg-037 an {ZAPUK} gehört",
        ("target_changes", "chg-037", "beschluss", "FIT-AB 2025/07"),
    ),
    (
        "CQ32",
        {},
        "Beschluss die Frist für „EUDI-Wallet (staatliche deutsche Wallet)“ (chg-035) beruht",
        ("target_changes", "chg-035", "beschluss", "eIDAS"),
    ),
]
"""Question, parameters, (part of the) sentence, and the cell that makes it go."""


@pytest.mark.parametrize(("question", "parameters", "sentence", "turtle"), STATED)
def test_a_statement_ends_its_sentence(
    answer: Ask, answer_with: Ask, question: str, parameters: dict[str, str], sentence: str, turtle: str
) -> None:
    before = answer(question, **parameters).missing
    assert sum(sentence in told for told in before) == 1, before
    after = answer_with(NAMES + turtle, question, **parameters).missing
    assert not any(sentence in told for told in after)


@pytest.mark.parametrize(("question", "parameters", "sentence", "cell"), CHANGED)
def test_a_cell_ends_its_sentence(
    answer: Ask,
    answer_from: Ask,
    change_cell: Change,
    question: str,
    parameters: dict[str, str],
    sentence: str,
    cell: tuple[str, str, str, str],
) -> None:
    before = answer(question, **parameters).missing
    assert sum(sentence in told for told in before) == 1, before
    after = answer_from(change_cell(*cell), question, **parameters).missing
    assert not any(sentence in told for told in after)


def test_a_successor_that_is_not_stated_is_told(change_cell: Change, answer: Ask, answer_from: Ask) -> None:
    sentence = "Wodurch „Online-Ausweisfunktion (eID)“ abgelöst wird, ist nicht angegeben."
    assert sentence not in answer("CQ27").missing
    assert sentence in answer_from(change_cell("components", "eid", "until", "2028"), "CQ27").missing


def test_a_service_whose_software_stands_alone_is_told(
    change_cell: Change, answer: Ask, answer_from: Ask
) -> None:
    sentence = (
        "Ob „Führungszeugnis beantragen“ betroffen ist, lässt sich nicht sagen: "
        "Wovon „Handelsregister“ abhängt, ist nicht angegeben."
    )
    assert sentence not in answer("CQ18").missing
    folder = change_cell("services", "99049001001000", "online_service_component", "reg-hr")
    assert sentence in answer_from(folder, "CQ18").missing
