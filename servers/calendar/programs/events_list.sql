-- List events of a calendar, a page at a time.
-- source: https://docs.calendar.example/openapi.json#/paths/~1calendars~1{calendarId}~1events/get

-- @require not_found: No calendar has the id {calendar_id}.
SELECT EXISTS (SELECT 1 FROM calendars WHERE id = :calendar_id);

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY t.start, t._rowid_)
FROM events t
WHERE t.calendar_id = :calendar_id
  AND coalesce(time_unix(t.start) >= time_unix(:time_min), t.start >= :time_min)  -- @if time_min
  AND coalesce(time_unix(t.start) <= time_unix(:time_max), t.start <= :time_max)  -- @if time_max
  AND t.status = :status  -- @if status
  AND (text_match(t.summary, :q) OR text_match(t.description, :q) OR text_match(t.location, :q) OR text_match(t.color, :q));  -- @if q

-- @let
-- @if page_token
-- @missing invalid_argument: The page token was not given by an earlier answer.
SELECT CAST(unbase64(nullif(:page_token, '')) AS INTEGER) AS cursor_place
WHERE coalesce(:page_token, '') IN ('', base64(CAST(unbase64(nullif(:page_token, '')) AS INTEGER)));

-- @let
SELECT min(coalesce(:max_results, 25), 250) AS page_size, count(*) AS total FROM found;

-- @let
SELECT max(coalesce(:cursor_place, 0), 0) AS page_start;

-- @return 200
SELECT json_remove(json_object(
  'items', json_group_array(json(t.body) ORDER BY f.place),
  'nextPageToken', base64(:page_start + :page_size)
),
  iif(:page_start + :page_size < :total, '$[0]', '$.nextPageToken')
)
FROM found f JOIN event_json t ON t.entry = f.entry
WHERE f.place > :page_start
  AND f.place <= :page_start + :page_size;
