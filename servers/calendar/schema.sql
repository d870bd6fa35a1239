-- Tables of Calendar API. Rendered from plan.json: change the plan, not this file.
-- source: https://docs.calendar.example/openapi.json

-- Calendars, a row each.
CREATE TABLE calendars (
  id           TEXT PRIMARY KEY,                                                              -- made by the server: cal_{hex:8}
  name         TEXT NOT NULL,
  description  TEXT,
  kind         TEXT NOT NULL CONSTRAINT kind_known CHECK (kind IN ('personal', 'team', 'room')),  -- Whose calendar it is.
  time_zone    TEXT NOT NULL,                                                                 -- A name of the IANA time zone database.
  color        TEXT,
  created      TEXT NOT NULL
) STRICT;
CREATE INDEX calendars_by_kind ON calendars (kind);

-- Events, a row each.
CREATE TABLE events (
  id           TEXT PRIMARY KEY,                                                              -- made by the server: uuid
  calendar_id  TEXT REFERENCES calendars (id) ON DELETE CASCADE,                              -- The calendar that the event belongs to.
  summary      TEXT,                                                                          -- What is read first.
  description  TEXT,
  location     TEXT,
  start        TEXT,                                                                          -- When the event begins.
  "end"        TEXT,                                                                          -- When the event is over, after its start.
  status       TEXT NOT NULL CONSTRAINT status_known CHECK (status IN ('tentative', 'confirmed', 'cancelled')),  -- Whether the event takes place.
  visibility   TEXT NOT NULL CONSTRAINT visibility_known CHECK (visibility IN ('default', 'public', 'private')),  -- Who can read the details.
  color        TEXT,
  created      TEXT NOT NULL,
  updated      TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_calendar_id ON events (calendar_id);
CREATE INDEX events_by_start ON events (start);
CREATE INDEX events_by_status ON events (status);

-- Attendees, a row each.
CREATE TABLE attendees (
  id            INTEGER PRIMARY KEY,                                                          -- made by the server
  event_id      TEXT REFERENCES events (id) ON DELETE CASCADE,                                -- The event that the attendee is invited to.
  email         TEXT NOT NULL,                                                                -- Where the invitation goes.
  display_name  TEXT,
  response      TEXT NOT NULL CONSTRAINT response_known CHECK (response IN ('pending', 'accepted', 'declined', 'maybe')),  -- What the attendee answered.
  optional      INTEGER NOT NULL CHECK (optional IN (0, 1)),                                  -- Whether the event can do without the attendee.
  comment       TEXT,
  calendar_id   TEXT REFERENCES calendars (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX attendees_by_event_id ON attendees (event_id);
CREATE INDEX attendees_by_calendar_id ON attendees (calendar_id);
CREATE INDEX attendees_by_response ON attendees (response);

-- Reminders, a row each.
CREATE TABLE reminders (
  id              INTEGER PRIMARY KEY,                                                        -- made by the server
  event_id        TEXT REFERENCES events (id) ON DELETE CASCADE,                              -- The event that the reminder is for.
  method          TEXT NOT NULL CONSTRAINT method_known CHECK (method IN ('email', 'popup', 'sms')),  -- How the message is sent.
  minutes_before  INTEGER NOT NULL,                                                           -- How long before the start.
  calendar_id     TEXT REFERENCES calendars (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX reminders_by_event_id ON reminders (event_id);
CREATE INDEX reminders_by_calendar_id ON reminders (calendar_id);

-- Settings, a row each.
CREATE TABLE settings (
  time_zone              TEXT,             -- A name of the IANA time zone database.
  locale                 TEXT,
  week_start             TEXT NOT NULL CONSTRAINT week_start_known CHECK (week_start IN ('monday', 'saturday', 'sunday')),
  working_hours          TEXT CHECK (json_valid(working_hours)),
  default_event_minutes  INTEGER NOT NULL  -- How long a new event takes.
) STRICT;

-- The JSON form of a calendar.
CREATE VIEW calendar_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'name', t.name,
  'description', t.description,
  'kind', t.kind,
  'timeZone', t.time_zone,
  'color', t.color,
  'created', t.created
) AS body
FROM calendars t;

-- The JSON form of an event.
CREATE VIEW event_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'calendarId', t.calendar_id,
  'summary', t.summary,
  'description', t.description,
  'location', t.location,
  'start', t.start,
  'end', t."end",
  'status', t.status,
  'visibility', t.visibility,
  'color', t.color,
  'created', t.created,
  'updated', t.updated
) AS body
FROM events t;

-- The JSON form of an attendee.
CREATE VIEW attendee_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'eventId', t.event_id,
  'email', t.email,
  'displayName', t.display_name,
  'response', t.response,
  'optional', json(iif(t.optional, 'true', 'false')),
  'comment', t.comment
) AS body
FROM attendees t;

-- The JSON form of a reminder.
CREATE VIEW reminder_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'eventId', t.event_id,
  'method', t.method,
  'minutesBefore', t.minutes_before
) AS body
FROM reminders t;

-- The JSON form of a settings.
CREATE VIEW settings_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'timeZone', t.time_zone,
  'locale', t.locale,
  'weekStart', t.week_start,
  'workingHours', json(t.working_hours),
  'defaultEventMinutes', t.default_event_minutes
) AS body
FROM settings t;
