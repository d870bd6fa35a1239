-- Get a show.
-- source: https://docs.boxoffice.example/index.md#get-a-show

-- @return 200
-- @missing not_found: No show has the id {show_id}.
SELECT json_set(sh.body,
  '$.free_seats', (SELECT count(*) FROM seats s WHERE s.show_id = sh.id
      AND (s.state = 'free'
        OR (s.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = s.hold_id AND h.status = 'open'
              AND time_unix(h.lapses_at) > now('unix'))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = sh.id AND s.state = 'sold'))
FROM show_json sh
WHERE sh.id = :show_id AND sh.removed = 0;
