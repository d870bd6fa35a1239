-- Change an attendee; what is not named stays as it is.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}~1attendees~1{attendeeId}/patch

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @require not_found: No event has the id {event_id}.
SELECT EXISTS (SELECT 1 FROM events WHERE id = :event_id AND calendar_id = :calendar_id);

-- @run
-- @missing not_found: No attendee has the id {attendee_id}.
UPDATE attendees SET
  display_name = :display_name,  -- @if display_name
  response = :response,          -- @if response
  optional = :optional,          -- @if optional
  comment = :comment,            -- @if comment
  email = email
WHERE calendar_id = :calendar_id
  AND event_id = :event_id
  AND id = :attendee_id;

-- @return 200
SELECT body FROM attendee_json WHERE calendar_id = :calendar_id AND event_id = :event_id AND id = :attendee_id;
