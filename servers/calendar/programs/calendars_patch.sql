-- Change a calendar; what is not named stays as it is.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}/patch

-- @run
-- @missing not_found: No calendar has the id {calendar_id}.
UPDATE calendars SET
  name = :name,                -- @if name
  description = :description,  -- @if description
  kind = :kind,                -- @if kind
  time_zone = :time_zone,      -- @if time_zone
  color = :color,              -- @if color
  created = created
WHERE id = :calendar_id;

-- @return 200
SELECT body FROM calendar_json WHERE id = :calendar_id;
