-- Fetch one calendar.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}/get

-- @return 200
-- @missing not_found: No calendar has the id {calendar_id}.
SELECT body FROM calendar_json WHERE id = :calendar_id;
