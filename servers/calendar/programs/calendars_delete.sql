-- Delete a calendar.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}/delete

-- @run
-- @missing not_found: No calendar has the id {calendar_id}.
DELETE FROM calendars
WHERE id = :calendar_id;

-- @return 204
