-- Fetch the settings.
-- source: https://docs.calendar.example/openapi.json#/paths/~1settings/get

-- @return 200
-- @missing not_found: There is no such settings.
SELECT body FROM settings_json;
