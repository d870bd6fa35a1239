-- List the seats of a show.
-- source: https://docs.boxoffice.example/index.md#list-the-seats-of-a-show

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows sh WHERE sh.id = :show_id AND sh.removed = 0);

-- @rows listed(id, row_letter, seat_number, body)
SELECT c.id, c.row_letter, c.seat_number, json_set(c.body, '$.state', c.state_now)
FROM (
  SELECT s.id AS id, s.row AS row_letter, s.number AS seat_number, s.body AS body,
    CASE WHEN s.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = s.hold_id AND h.status = 'open'
                AND time_unix(h.lapses_at) > now('unix'))
         THEN 'free' ELSE s.state END AS state_now
  FROM seat_json s
  WHERE s.show_id = :show_id
) c
WHERE 1 = 1
  AND c.state_now = :state                                           -- @if state
ORDER BY c.row_letter, c.seat_number;

-- @return 200
SELECT json_object('seats', json((SELECT json_group_array(json(l.body) ORDER BY l.row_letter, l.seat_number) FROM listed l)));
