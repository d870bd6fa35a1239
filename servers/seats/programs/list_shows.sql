-- List shows.
-- source: https://docs.boxoffice.example/index.md#list-shows

-- @require invalid_argument: limit must not be negative.
SELECT coalesce(:limit, 20) >= 0;

-- @rows page(id, begins_at, body)
SELECT j.id, j.begins_at, json_set(json(j.body),
  '$.free_seats', (SELECT count(*) FROM seats s LEFT JOIN holds h ON h.id = s.hold_id WHERE s.show_id = CAST(j.id AS TEXT)
    AND (s.state = 'free' OR (s.state = 'held' AND (h.id IS NULL OR h.status <> 'open' OR time_unix(h.lapses_at) <= now('unix'))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = CAST(j.id AS TEXT) AND s.state = 'sold'))
FROM show_json j
WHERE 1
  AND instr(fold(j.title), fold(:title)) > 0                        -- @if title
  AND time_unix(j.begins_at) > time_unix(:begins_after)             -- @if begins_after
ORDER BY j.begins_at, j.id LIMIT coalesce(:limit, 20);

-- @return 200
SELECT json_object('shows', json((SELECT json_group_array(json(p.body) ORDER BY p.begins_at, p.id) FROM page p)));
