-- Create an event of a calendar.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events/post

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @let
SELECT new_id('events') AS event_id;

-- @run
INSERT INTO events (
  id, calendar_id, summary, description, location, start, "end", status, visibility, color, created, updated
)
VALUES (
  :event_id, :calendar_id, :summary, :description, :location, :start, :end, :status, :visibility, :color,
  now(), now()
);

-- @return 201
SELECT body FROM event_json WHERE id = :event_id;
