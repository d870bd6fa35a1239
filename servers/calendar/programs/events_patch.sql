-- Change an event; what is not named stays as it is.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events~1{eventId}/patch

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @run
-- @missing not_found: No event has the id {event_id}.
UPDATE events SET
  summary = :summary,          -- @if summary
  description = :description,  -- @if description
  location = :location,        -- @if location
  start = :start,              -- @if start
  "end" = :end,                -- @if end
  status = :status,            -- @if status
  visibility = :visibility,    -- @if visibility
  color = :color,              -- @if color
  updated = now()
WHERE calendar_id = :calendar_id
  AND id = :event_id;

-- @return 200
SELECT body FROM event_json WHERE calendar_id = :calendar_id AND id = :event_id;
