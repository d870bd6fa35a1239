-- Get a show.
-- source: https://docs.boxoffice.example/index.md#get-a-show

-- @return 200
-- @missing not_found: No show has the id {show_id}.
SELECT json_set(json(j.body),
  '$.free_seats', (SELECT count(*) FROM seats s LEFT JOIN holds h ON h.id = s.hold_id WHERE s.show_id = CAST(j.id AS TEXT)
    AND (s.state = 'free' OR (s.state = 'held' AND (h.id IS NULL OR h.status <> 'open' OR time_unix(h.lapses_at) <= now('unix'))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = CAST(j.id AS TEXT) AND s.state = 'sold'))
FROM show_json j WHERE j.id = :show_id;
