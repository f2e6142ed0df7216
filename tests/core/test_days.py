# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rule queries/derive/days.rq and PartialDate read every date the same way."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from grundriss import queries
from grundriss.model.identifier import Base
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import gru
from grundriss.store.rules import EffectiveDays, rules

DAYS = next(rule for rule in rules() if rule.name == "days")
TODAY = EffectiveDays(date(2026, 11, 23), None, Base())


def derived(texts: list[str]) -> dict[tuple[str, str], str]:
    store = Store()
    for text in texts:
        node = NamedNode("urn:x:" + text)
        store.add(Quad(node, gru("validFrom"), PartialDate.parse(text).literal))
        store.add(Quad(node, gru("validUntil"), PartialDate.parse(text).literal))
    triples = queries.triples(store, DAYS.full(DAYS.outputs[0], TODAY))
    return {
        (t.subject.value.removeprefix("urn:x:"), t.predicate.value.split("#")[1]): t.object.value
        for t in triples
    }


def test_every_day_of_a_leap_year_and_a_century_year_ends_on_the_day_after() -> None:
    first = [date(2024, 1, 1), date(1999, 12, 1), date(2099, 12, 1)]
    days = [start + timedelta(days=n) for start in first for n in range(430)]
    found = derived([day.isoformat() for day in days])
    for day in days:
        assert found[day.isoformat(), "fromDay"] == day.isoformat()
        assert found[day.isoformat(), "untilDay"] == (day + timedelta(days=1)).isoformat()


def test_every_month_ends_on_its_last_day() -> None:
    months = [f"{year}-{month:02d}" for year in (1900, 2000, 2023, 2024, 2028) for month in range(1, 13)]
    found = derived(months)
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        following = date(year + number // 12, number % 12 + 1, 1)
        assert found[month, "fromDay"] == month + "-01"
        assert found[month, "untilDay"] == (following - timedelta(days=1)).isoformat()


def test_a_year_starts_on_its_first_and_ends_on_its_last_day() -> None:
    assert derived(["2028"]) == {("2028", "fromDay"): "2028-01-01", ("2028", "untilDay"): "2028-12-31"}


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)), st.sampled_from([4, 7, 10]))
def test_the_rule_agrees_with_partial_date(day: date, precision: int) -> None:
    text = day.isoformat()[:precision]
    partial = PartialDate.parse(text)
    assert derived([text]) == {
        (text, "fromDay"): partial.first_day.isoformat(),
        (text, "untilDay"): partial.end_day.isoformat(),
    }
