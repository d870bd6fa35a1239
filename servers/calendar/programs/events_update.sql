-- Replace what an event says; what is not named falls back to its beginning.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}/put

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @run
-- @missing not_found: No event has the id {event_id}.
UPDATE events SET
  summary = :summary,
  description = :description,
  location = :location,
  start = :start,
  "end" = :end,
  status = :status,
  visibility = :visibility,
  color = :color,
  updated = now()
WHERE calendar_id = :calendar_id
  AND id = :event_id;

-- @return 200
SELECT body FROM event_json WHERE calendar_id = :calendar_id AND id = :event_id;
