-- List reminders of an event.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}~1reminders/get

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @require not_found: No event has the id {event_id}.
SELECT EXISTS (SELECT 1 FROM events WHERE id = :event_id AND calendar_id = :calendar_id);

-- @return 200
SELECT json_object('items', json_group_array(json(t.body) ORDER BY t.entry))
FROM reminder_json t
WHERE t.calendar_id = :calendar_id
  AND t.event_id = :event_id;
