"""Which days the incidents of a report are dated to."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer.datafile import Node
from rasd.extract import pipeline
from rasd.model import Article
from tests.cases_reader import rows

PUBLISHED = date(2019, 4, 16)


@pytest.mark.parametrize("case", rows("dating"))
def test_incidents_are_dated(case: Node) -> None:
    title, _, text = case.need("text").text().partition("\n")
    found = pipeline.load().extract(Article("one", title, f"{title}\n{text}", "", "", PUBLISHED))
    dated = [[str(incident.when.earliest), str(incident.when.latest)] for incident in found]
    assert dated == [list(days.texts()) for days in case.need("days").items()], case.need("why").text()
