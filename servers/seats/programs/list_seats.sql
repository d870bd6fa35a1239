-- List the seats of a show.
-- source: https://docs.boxoffice.example/index.md#list-the-seats-of-a-show

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows WHERE id = :show_id);

-- @rows listed(seat_row, seat_number, state_now, body)
SELECT s.row, s.number,
  iif((s.state = 'free' OR (s.state = 'held'
       AND (h.status = 'lapsed' OR (h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'))))), 'free', s.state),
  json_set(s.body, '$.state', iif((s.state = 'free' OR (s.state = 'held'
       AND (h.status = 'lapsed' OR (h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'))))), 'free', s.state))
FROM seat_json s LEFT JOIN holds h ON h.id = s.hold_id
WHERE s.show_id = :show_id;

-- @return 200
SELECT json_object('seats', json((SELECT json_group_array(json(l.body) ORDER BY l.seat_row, l.seat_number) FROM listed l
  WHERE 1
    AND l.state_now = :state                                        -- @if state
)));
