-- Create a calendar.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars/post

-- @let
SELECT new_id('calendars') AS calendar_id;

-- @run
INSERT INTO calendars (id, name, description, kind, time_zone, color, created)
VALUES (:calendar_id, :name, :description, :kind, :time_zone, :color, now());

-- @return 201
SELECT body FROM calendar_json WHERE id = :calendar_id;
