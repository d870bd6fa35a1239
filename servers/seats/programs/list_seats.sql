-- List the seats of a show.
-- source: https://docs.boxoffice.example/index.md#list-the-seats-of-a-show

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows s WHERE s.id = :show_id);

-- @rows listed(letter, num, body)
SELECT s.row, s.number, json_set(s.body, '$.state', s.state_now)
FROM (
  SELECT e.row, e.number, e.body, iif(e.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = e.hold_id AND h.status = 'open' AND time_unix(h.lapses_at) > now('unix')), 'free', e.state) AS state_now
  FROM seat_json e WHERE e.of_show = :show_id
) s
WHERE s.state_now IS NOT NULL
  AND s.state_now = :state                                    -- @if state
ORDER BY s.row, s.number;

-- @return 200
SELECT json_object('seats', json((SELECT json_group_array(json(l.body) ORDER BY l.letter, l.num) FROM listed l)));
