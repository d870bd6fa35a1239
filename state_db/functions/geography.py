"""Distances on the Earth."""

import math

from state_db.functions.function import Function, Value

EARTH_RADIUS_METRES = 6_371_008.8  # mean radius R1 of the WGS 84 ellipsoid


def _haversine(*degrees: Value) -> Value:
    numbers = [math.radians(value) for value in degrees if isinstance(value, int | float) and math.isfinite(value)]
    if len(numbers) != 4:
        return None
    latitude, longitude, other_latitude, other_longitude = numbers
    across = math.sin((other_latitude - latitude) / 2) ** 2
    along = math.sin((other_longitude - longitude) / 2) ** 2
    share = across + math.cos(latitude) * math.cos(other_latitude) * along
    return round(2 * EARTH_RADIUS_METRES * math.asin(min(1.0, math.sqrt(share))), 3)


FUNCTIONS = (
    Function(
        "haversine", 1, (4,), _haversine, long=False,
        text="Metres between two points: latitude, longitude, latitude, longitude.",
    ),
)  # fmt: skip
