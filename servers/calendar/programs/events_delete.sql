-- Delete an event.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}/delete

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @run
-- @missing not_found: No event has the id {event_id}.
DELETE FROM events
WHERE calendar_id = :calendar_id
  AND id = :event_id;

-- @return 204
