-- Fetch one event of a calendar.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}/get

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @return 200
-- @missing not_found: No event has the id {event_id}.
SELECT body FROM event_json WHERE calendar_id = :calendar_id AND id = :event_id;
