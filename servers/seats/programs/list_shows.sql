-- List shows.
-- source: https://docs.boxoffice.example/index.md#list-shows

-- @rows page(id, begins, body)
SELECT s.id, time_unix(s.begins_at), json_set(s.body,
    '$.free_seats', (SELECT count(*) FROM seats e WHERE e.of_show = s.id
      AND (e.state = 'free' OR (e.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = e.hold_id AND h.status = 'open' AND time_unix(h.lapses_at) > now('unix'))))),
    '$.sold_seats', (SELECT count(*) FROM seats e WHERE e.of_show = s.id AND e.state = 'sold'))
FROM show_json s
WHERE s.id IS NOT NULL
  AND text_match(s.title, :title)                             -- @if title
  AND time_unix(s.begins_at) > time_unix(:begins_after)       -- @if begins_after
ORDER BY time_unix(s.begins_at), s.id
LIMIT max(coalesce(:limit, 20), 0);

-- @return 200
SELECT json_object('shows', json((SELECT json_group_array(json(p.body) ORDER BY p.begins, p.id) FROM page p)));
