-- Hold seats.
-- source: https://docs.boxoffice.example/index.md#hold-seats

-- @let
-- @missing not_found: No show has the id {show_id}.
SELECT t.price AS seat_price, t.begins_at AS show_begins FROM shows t WHERE t.id = :show_id;

-- @require invalid_argument: seats must name one to eight seats.
SELECT json_array_length(:seats) BETWEEN 1 AND 8;

-- @require invalid_argument: seats must name no seat twice.
SELECT count(*) = count(DISTINCT e.value) FROM json_each(:seats) e;

-- @require invalid_argument: customer must be an email address.
SELECT regexp('^[^@ ]+@[^@ ]+$', :customer);

-- @require failed_precondition: Show {show_id} has begun.
SELECT time_unix(:show_begins) > now('unix');

-- @refuse not_found: Show {show_id} has no seat {seat_name}.
SELECT e.value AS seat_name FROM json_each(:seats) e
WHERE NOT EXISTS (SELECT 1 FROM seats s WHERE s.show_id = :show_id AND s.name = e.value);

-- @refuse conflict: Seat {seat_name} is not free.
SELECT s.name AS seat_name FROM seats s LEFT JOIN holds h ON h.id = s.hold_id
WHERE s.show_id = :show_id AND s.name IN (SELECT e.value FROM json_each(:seats) e)
  AND coalesce((s.state = 'free' OR (s.state = 'held'
       AND (h.status = 'lapsed' OR (h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'))))), 0) = 0
ORDER BY s.row, s.number;

-- @run
UPDATE holds SET status = 'lapsed'
WHERE status = 'open' AND time_unix(lapses_at) <= now('unix')
  AND id IN (SELECT s.hold_id FROM seats s
             WHERE s.show_id = :show_id AND s.name IN (SELECT e.value FROM json_each(:seats) e));

-- @let
INSERT INTO holds (id, show_id, customer, seats, status, amount, made_at, lapses_at)
VALUES (new_id('holds'), :show_id, :customer,
  (SELECT json_group_array(s.name ORDER BY s.row, s.number) FROM seats s
   WHERE s.show_id = :show_id AND s.name IN (SELECT e.value FROM json_each(:seats) e)),
  'open', :seat_price * json_array_length(:seats), now(), time_add(now(), 10, 'minute'))
RETURNING id AS new_hold;

-- @run
UPDATE seats SET state = 'held', hold_id = :new_hold
WHERE show_id = :show_id AND name IN (SELECT e.value FROM json_each(:seats) e);

-- @return 201
SELECT body FROM hold_json WHERE id = :new_hold;
