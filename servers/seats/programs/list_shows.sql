-- List shows.
-- source: https://docs.boxoffice.example/index.md#list-shows

-- @rows page(id, begins_unix, body)
SELECT sh.id, time_unix(sh.begins_at), json_set(sh.body,
  '$.free_seats', (SELECT count(*) FROM seats s WHERE s.show_id = sh.id
      AND (s.state = 'free'
        OR (s.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = s.hold_id AND h.status = 'open'
              AND time_unix(h.lapses_at) > now('unix'))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = sh.id AND s.state = 'sold'))
FROM show_json sh
WHERE sh.removed = 0
  AND instr(fold(sh.title), fold(:title)) > 0                        -- @if title
  AND time_unix(sh.begins_at) > time_unix(:begins_after)             -- @if begins_after
ORDER BY time_unix(sh.begins_at), sh.id LIMIT max(coalesce(:limit, 20), 0);

-- @return 200
SELECT json_object('shows', json((SELECT json_group_array(json(p.body) ORDER BY p.begins_unix, p.id) FROM page p)));
