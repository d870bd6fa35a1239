-- Create a reminder of an event.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}~1reminders/post

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @require not_found: No event has the id {event_id}.
SELECT EXISTS (SELECT 1 FROM events WHERE id = :event_id AND calendar_id = :calendar_id);

-- @let
SELECT new_id('reminders') AS reminder_id;

-- @run
INSERT INTO reminders (id, event_id, method, minutes_before, calendar_id)
VALUES (:reminder_id, :event_id, :method, :minutes_before, :calendar_id);

-- @return 201
SELECT body FROM reminder_json WHERE id = :reminder_id;
