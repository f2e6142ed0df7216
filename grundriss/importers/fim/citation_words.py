# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of German legal citations as tables. Words stand here in lower case unless their case tells them apart.

Forms follow the Handbuch der Rechtsförmlichkeit of the Federal Ministry of Justice and what real FIM files write.
"""

from typing import Final


def _by_first_word(*phrases: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    firsts = dict.fromkeys(phrase[0] for phrase in phrases)
    return {first: tuple(phrase for phrase in phrases if phrase[0] == first) for first in firsts}


LEVELS: Final = (
    "section",
    "paragraph",
    "subparagraph",
    "sentence",
    "half_sentence",
    "number",
    "letter",
    "alternative",
)
DEPTH: Final = {level: depth for depth, level in enumerate(LEVELS)}

# Level, how a citation in normal form writes it, how it may be written.
_LEVEL_ROWS: Final = (
    ("paragraph", "Abs.", "abs absatz absatzes absätze absätzen absaetze"),
    ("subparagraph", "UAbs.", "uabs unterabs unterabsatz unterabsätze"),
    ("sentence", "Satz", "satz satzes sätze sätzen saetze"),
    ("half_sentence", "Halbsatz", "halbsatz halbsätze halbs hlbs hs"),
    ("number", "Nr.", "nr nrn nummer nummern ziff ziffer ziffern"),
    ("letter", "Buchst.", "buchst buchstabe buchstaben buchstabens lit littera"),
    ("alternative", "Alt.", "alt alternative alternativen"),
)
LEVEL_SIGN: Final = {level: sign for level, sign, _ in _LEVEL_ROWS}
LEVEL_OF_WORD: Final = {word: level for level, _, words in _LEVEL_ROWS for word in words.split()}
SENTENCE_LETTER: Final = "S"  # "S. 2"; a small "s." is "siehe"
DOUBLE_LETTER: Final = frozenset("doppelbuchst doppelbuchstabe dbuchst".split())
ORDINAL_LEVELS: Final = frozenset(("half_sentence", "alternative"))  # "2. Halbsatz"

SECTION_WORDS: Final = frozenset("paragraph paragraphen paragraf paragrafen".split())
ARTICLE_WORDS: Final = frozenset("art artt artikel artikels artikeln".split())
ANNEX_WORDS: Final = frozenset("anhang anlage anlagen anhänge".split())
ANNEX_PARTS: Final = frozenset("abschnitt eintrag kapitel nr nummer tabelle teil ziffer".split())
INTRODUCTIONS: Final = frozenset("gem gemäß laut lt nach s siehe vgl".split())

JOINING_WORDS: Final = frozenset("und sowie oder beziehungsweise".split())
JOINING_SHORT: Final = frozenset("u bzw".split())  # with a full stop only
JOINING_MARKS: Final = frozenset(",&+/")
CONNECTED: Final = _by_first_word(  # "in Verbindung mit"; full stops between the words are read over
    ("in", "verbindung", "mit"),
    ("in", "verb", "mit"),
    ("i", "v", "m"),
    ("i", "vm"),
    ("ivm",),
)
UNTIL: Final = "bis"
FOLLOWING: Final = {"f": "f.", "ff": "ff."}

VERSION: Final = _by_first_word(  # what stands before the date of the version cited, the longest first
    ("in", "der", "fassung", "der", "bekanntmachung", "vom"),
    ("in", "der", "fassung", "der", "neufassung", "vom"),
    ("in", "der", "fassung", "vom"),
    ("i", "d", "f", "d", "b", "v"),
    ("i", "d", "f", "d", "b", "vom"),
    ("i", "d", "f", "der", "bekanntmachung", "vom"),
    ("i", "d", "f", "v"),
    ("i", "d", "f", "vom"),
    ("idf", "der", "bekanntmachung", "vom"),
    ("idf", "v"),
    ("idf", "vom"),
    ("vom",),
    ("v",),
)
_MONTH_NAMES: Final = (
    "januar jänner jan",
    "februar feber feb",
    "märz maerz mär mrz",
    "april apr",
    "mai",
    "juni jun",
    "juli jul",
    "august aug",
    "september sept sep",
    "oktober okt",
    "november nov",
    "dezember dez",
)
MONTHS: Final = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

BEFORE_LAW: Final = frozenset("der des dem den die das zum zur aus".split())
GENITIVE_ARTICLES: Final = frozenset("der des".split())
UNIONS: Final = frozenset("EU EG EWG EGKS Euratom EURATOM EAG JI GASP".split())
EU_ACTS: Final = frozenset(
    "verordnung vo durchführungsverordnung dvo delverordnung richtlinie rl durchführungsrichtlinie beschluss "
    "durchführungsbeschluss rahmenbeschluss entscheidung empfehlung".split()
)
TITLE_HEADS: Final = frozenset(
    "gesetz gesetzes verordnung abkommen abkommens übereinkommen übereinkommens vertrag vertrags vertrages "
    "staatsvertrag staatsvertrags staatsvertrages verwaltungsvorschrift vereinbarung satzung richtlinie "
    "konvention".split()
)
# Heads that make a law also where no "§" says so; a "Satzung über …" or a "Vertrag zwischen …" may be anything.
CERTAIN_HEADS: Final = (
    "gesetz",
    "verordnung",
    "staatsvertrag",
    "abkommen",
    "übereinkommen",
    "verwaltungsvorschrift",
)
TITLE_PREPOSITIONS: Final = frozenset(
    "über zur zum zu für zwischen gegen betreffend von auf im des der".split()
)
TITLE_WORDS: Final = 40

# How the name of a law ends that is a word, with what an adjective before it ends on in the nominative.
LAW_ENDINGS: Final = (
    ("gesetz", "es"),
    ("gesetzes", "es"),
    ("gesetzbuch", "es"),
    ("gesetzbuchs", "es"),
    ("gesetzbuches", "es"),
    ("ordnung", "e"),
    ("satzung", "e"),
    ("verfassung", "e"),
    ("richtlinie", "e"),
    ("vorschrift", "e"),
    ("konvention", "e"),
    ("vertrag", "er"),
    ("vertrags", "er"),
    ("vertrages", "er"),
    ("abkommen", "es"),
    ("abkommens", "es"),
    ("übereinkommen", "es"),
    ("übereinkommens", "es"),
)
GENITIVES: Final = {  # longest first
    "gesetzbuches": "gesetzbuch",
    "gesetzbuchs": "gesetzbuch",
    "gesetzes": "gesetz",
    "buches": "buch",
    "buchs": "buch",
    "vertrages": "vertrag",
    "vertrags": "vertrag",
    "kommens": "kommen",
}
# Endings of words that are laws also where no "§" says so; "Satzung" or "Vertrag" may be anything.
CERTAIN_ENDINGS: Final = ("gesetz", "gesetzbuch", "verordnung", "ordnung")
NO_LAW_WORDS: Final = frozenset(
    "gesetz ordnung verordnung satzung verfassung richtlinie vorschrift konvention vertrag anordnung beiordnung "
    "einordnung größenordnung neuordnung rangordnung reihenordnung tagesordnung unordnung unterordnung zuordnung "
    "besatzung arbeitsvertrag kaufvertrag mietvertrag gesellschaftsvertrag".split()
)
# Abbreviations of one case that are laws also where no "§" says so.
CERTAIN_ABBREVIATIONS: Final = frozenset(
    "AEUV AGG AO BBG BDSG BEEG BGB BHO BKGG BMG BQFG BZRG DSGVO EGBGB EUV GBO GG GVG GWB HGB IFG KWG LBO LHO OZG SGB "
    "SGG UVPG UWG VAG VVG WEG ZPO".split()
)
CERTAIN_TAILS: Final = ("G", "V", "O", "GB")  # after small letters: "AsylG", "BeschV", "GewO", "BauGB"
SHORT_TAILS: Final = frozenset("G V O VO DVO RL AO GO B".split())  # after a hyphen: "ATA-OTA-G"
NO_LAWS: Final = frozenset(
    "BGBL GVBL GMBL DIN ISO IEC EN RFC ITU BSI TR OSCI DSMELD GMBH URN URL PDF XML AG KG OHG EU EG EWG".split()
)
ADMINISTRATIVE_RULE: Final = ("VwV", "VV")  # "AllgVwV zum AufenthG"
RULE_TO: Final = frozenset("zu zum zur".split())
NUMBERED_LAWS: Final = frozenset(("SGB", "AGSGB"))  # "SGB 12"
LANDS: Final = frozenset(
    "Baden-Württemberg BaWü BW Bayern Bay Berlin Bln BE Brandenburg Bbg BB Bremen Brem HB Hamburg Hmb HH Hessen Hess "
    "BY HE Mecklenburg-Vorpommern M-V MV Niedersachsen Nds NI Nordrhein-Westfalen NRW NW Rheinland-Pfalz RLP RP "
    "Saarland Saarl SL Sachsen Sächs SN Sachsen-Anhalt LSA ST Schleswig-Holstein SH S-H Thüringen Thür TH".split()
)
