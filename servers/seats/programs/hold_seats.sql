-- Hold seats.
-- source: https://docs.boxoffice.example/index.md#hold-seats

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows sh WHERE sh.id = :show_id AND sh.removed = 0);

-- @require invalid_argument: seats must name one to eight seats.
SELECT json_array_length(:seats) BETWEEN 1 AND 8;

-- @refuse invalid_argument: Seat {seat_name} is named twice.
SELECT i.value AS seat_name FROM json_each(:seats) i GROUP BY i.value HAVING count(*) > 1;

-- @require invalid_argument: customer must be an email address.
SELECT regexp('^[^@ ]+@[^@ ]+$', :customer);

-- @refuse not_found: Show {show_id} has no seat {seat_name}.
SELECT i.value AS seat_name FROM json_each(:seats) i
WHERE NOT EXISTS (SELECT 1 FROM seats s WHERE s.show_id = :show_id AND s.name = i.value)
ORDER BY i.key;

-- @require failed_precondition: Show {show_id} has begun.
SELECT time_unix(sh.begins_at) > now('unix') FROM shows sh WHERE sh.id = :show_id;

-- @refuse conflict: Seat {seat_name} is not free.
SELECT s.name AS seat_name FROM seats s
WHERE s.show_id = :show_id
  AND s.name IN (SELECT i.value FROM json_each(:seats) i)
  AND (s.state = 'sold'
    OR (s.state = 'held' AND EXISTS (SELECT 1 FROM holds h WHERE h.id = s.hold_id AND h.status = 'open'
          AND time_unix(h.lapses_at) > now('unix'))))
ORDER BY s.row, s.number;

-- @let
SELECT now() AS held_at;

-- @let
INSERT INTO holds (id, show_id, customer, seats, status, amount, made_at, lapses_at)
SELECT new_id('holds'), sh.id, :customer,
  (SELECT json_group_array(s.name ORDER BY s.row, s.number) FROM seats s
   WHERE s.show_id = sh.id AND s.name IN (SELECT i.value FROM json_each(:seats) i)),
  'open', sh.price * json_array_length(:seats), :held_at, time_add(:held_at, 10, 'minute')
FROM shows sh WHERE sh.id = :show_id
RETURNING id AS made_hold_id;

-- @run
UPDATE seats SET state = 'held', hold_id = :made_hold_id
WHERE show_id = :show_id AND name IN (SELECT i.value FROM json_each(:seats) i);

-- @return 201
SELECT body FROM hold_json WHERE id = :made_hold_id;
