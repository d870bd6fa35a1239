-- Get a show.
-- source: https://docs.boxoffice.example/index.md#get-a-show

-- @return 200
-- @missing not_found: No show has the id {show_id}.
SELECT json_set(t.body,
  '$.free_seats', (SELECT count(*) FROM seats s LEFT JOIN holds h ON h.id = s.hold_id
     WHERE s.show_id = t.id AND (s.state = 'free' OR (s.state = 'held'
       AND (h.status = 'lapsed' OR (h.status = 'open' AND time_unix(h.lapses_at) <= now('unix')))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = t.id AND s.state = 'sold'))
FROM show_json t WHERE t.id = :show_id;
