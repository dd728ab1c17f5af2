"""Minutes since 1970-01-01 00:00 UTC, and what the clocks of a zone show then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=16)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  # few laws have a calendar

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # `ZoneInfoNotFoundError` is a `LookupError`
        return None


def shown(zone: str, minute: int) -> datetime | None:
    """What the clocks show at a minute; None so far off that they show no year."""
    try:
        return (_EPOCH + minute * _MINUTE).astimezone(zone_of(zone))
    except OverflowError:
        return None


def minute_of(zone: str, clock: int) -> int | None:
    """The minute at which the clocks show what they would in UTC at minute `clock` (the first one, where they show it twice);
    None where they skip it.
    """
    there = (_EPOCH + clock * _MINUTE).replace(tzinfo=zone_of(zone))
    minute = (there - _EPOCH) // _MINUTE
    found = shown(zone, minute)
    return minute if found is not None and found.replace(tzinfo=UTC) == there.replace(tzinfo=UTC) else None


def first_minute(zone: str, day: int) -> int:
    """The first minute of a day (as `datetime.date.toordinal` counts): midnight, or when the clocks come to the day."""
    return (datetime.fromordinal(day).replace(tzinfo=zone_of(zone)) - _EPOCH) // _MINUTE
