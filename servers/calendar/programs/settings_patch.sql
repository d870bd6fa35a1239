-- Change the settings.
-- source: https://docs.calendar.example/openapi.json#/paths/~1settings/patch

-- @run
INSERT INTO settings (week_start, default_event_minutes)
SELECT 'monday', 60
WHERE NOT EXISTS (SELECT 1 FROM settings);

-- @run
UPDATE settings SET
  time_zone = :time_zone,                         -- @if time_zone
  locale = :locale,                               -- @if locale
  week_start = :week_start,                       -- @if week_start
  working_hours = :working_hours,                 -- @if working_hours
  default_event_minutes = :default_event_minutes  -- @if default_event_minutes
  default_event_minutes = default_event_minutes;  -- @unless default_event_minutes

-- @return 200
SELECT body FROM settings_json;
