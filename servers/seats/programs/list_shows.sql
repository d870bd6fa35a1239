-- List shows.
-- source: https://docs.boxoffice.example/index.md#list-shows

-- @require invalid_argument: limit must be at least 0.
SELECT coalesce(:limit, 20) >= 0;

-- @rows page(id, begins, body)
SELECT t.id, time_unix(t.begins_at), json_set(t.body,
  '$.free_seats', (SELECT count(*) FROM seats s LEFT JOIN holds h ON h.id = s.hold_id
     WHERE s.show_id = t.id AND (s.state = 'free' OR (s.state = 'held'
       AND (h.status = 'lapsed' OR (h.status = 'open' AND time_unix(h.lapses_at) <= now('unix')))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = t.id AND s.state = 'sold'))
FROM show_json t
WHERE 1
  AND instr(fold(t.title), fold(:title)) > 0                        -- @if title
  AND time_unix(t.begins_at) > time_unix(:begins_after)             -- @if begins_after
ORDER BY time_unix(t.begins_at), t.id LIMIT coalesce(:limit, 20);

-- @return 200
SELECT json_object('shows', json((SELECT json_group_array(json(p.body) ORDER BY p.begins, p.id) FROM page p)));
