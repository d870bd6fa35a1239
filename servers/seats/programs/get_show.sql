-- Get a show.
-- source: https://docs.boxoffice.example/index.md#get-a-show

-- @return 200
-- @missing not_found: No show has the id {show_id}.
SELECT json_set(s.body,
    '$.free_seats', (SELECT count(*) FROM seats e WHERE e.of_show = s.id
      AND (e.state = 'free' OR (e.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = e.hold_id AND h.status = 'open' AND time_unix(h.lapses_at) > now('unix'))))),
    '$.sold_seats', (SELECT count(*) FROM seats e WHERE e.of_show = s.id AND e.state = 'sold'))
FROM show_json s WHERE s.id = :show_id;
