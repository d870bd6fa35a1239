-- Create an attendee of an event.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}~1attendees/post

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @require not_found: No event has the id {event_id}.
SELECT EXISTS (SELECT 1 FROM events WHERE id = :event_id AND calendar_id = :calendar_id);

-- @let
SELECT new_id('attendees') AS attendee_id;

-- @run
INSERT INTO attendees (id, event_id, email, display_name, response, optional, calendar_id)
VALUES (:attendee_id, :event_id, :email, :display_name, 'pending', :optional, :calendar_id);

-- @return 201
SELECT body FROM attendee_json WHERE id = :attendee_id;
