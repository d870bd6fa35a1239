-- List the seats of a show.
-- source: https://docs.boxoffice.example/index.md#list-the-seats-of-a-show

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows t WHERE t.id = :show_id);

-- @rows listed(id, row_letter, nr, state_now, body)
SELECT j.id, j.row, j.number,
  CASE WHEN j.state = 'held' AND (h.id IS NULL OR h.status <> 'open' OR time_unix(h.lapses_at) <= now('unix')) THEN 'free' ELSE j.state END,
  json_set(json(j.body), '$.state', CASE WHEN j.state = 'held' AND (h.id IS NULL OR h.status <> 'open' OR time_unix(h.lapses_at) <= now('unix')) THEN 'free' ELSE j.state END)
FROM seat_json j LEFT JOIN holds h ON h.id = j.hold_id
WHERE j.show_id = CAST(:show_id AS TEXT)
  AND CASE WHEN j.state = 'held' AND (h.id IS NULL OR h.status <> 'open' OR time_unix(h.lapses_at) <= now('unix')) THEN 'free' ELSE j.state END = :state   -- @if state
ORDER BY j.id;

-- @return 200
SELECT json_object('seats', json((SELECT json_group_array(json(l.body) ORDER BY l.row_letter, l.nr) FROM listed l)));
