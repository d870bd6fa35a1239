-- Move an event to another state.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}~1cancel/post

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @require not_found: No event has the id {event_id}.
SELECT EXISTS (SELECT 1 FROM events WHERE calendar_id = :calendar_id AND id = :event_id);

-- @require failed_precondition: The status of the event must be tentative or confirmed.
SELECT EXISTS (SELECT 1
FROM events
WHERE calendar_id = :calendar_id
  AND id = :event_id
  AND status IN ('tentative', 'confirmed'));

-- @run
UPDATE events SET
  status = 'cancelled',
  updated = now()
WHERE calendar_id = :calendar_id
  AND id = :event_id;

-- @return 200
SELECT body FROM event_json WHERE calendar_id = :calendar_id AND id = :event_id;
