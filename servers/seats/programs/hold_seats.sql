-- Hold seats.
-- source: https://docs.boxoffice.example/index.md#hold-seats

-- @let
-- @missing not_found: No show has the id {show_id}.
SELECT t.price AS show_price, t.begins_at AS show_begins FROM shows t WHERE t.id = :show_id;

-- @require invalid_argument: Name one to eight seats.
SELECT json_array_length(:seats) BETWEEN 1 AND 8;

-- @refuse invalid_argument: Seat {seat_name} is named twice.
SELECT e.value AS seat_name FROM json_each(:seats) e GROUP BY e.value HAVING count(*) > 1;

-- @require invalid_argument: customer must be an email address.
SELECT instr(:customer, '@') > 1 AND instr(:customer, '@') < length(:customer);

-- @refuse not_found: Show {show_id} has no seat {seat_name}.
SELECT e.value AS seat_name FROM json_each(:seats) e
WHERE NOT EXISTS (SELECT 1 FROM seats s WHERE s.show_id = CAST(:show_id AS TEXT) AND s.name = e.value);

-- @require failed_precondition: Show {show_id} has begun.
SELECT time_unix(:show_begins) > now('unix');

-- @run
UPDATE seats SET state = 'free', hold_id = NULL
WHERE show_id = CAST(:show_id AS TEXT) AND state = 'held'
  AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = seats.hold_id AND h.status = 'open' AND time_unix(h.lapses_at) > now('unix'));

-- @run
UPDATE holds SET status = 'lapsed'
WHERE show_id = :show_id AND status = 'open' AND time_unix(lapses_at) <= now('unix');

-- @refuse conflict: Seat {seat_name} is not free.
SELECT s.name AS seat_name FROM seats s JOIN json_each(:seats) e ON e.value = s.name
WHERE s.show_id = CAST(:show_id AS TEXT) AND s.state <> 'free';

-- @let
INSERT INTO holds (id, show_id, customer, seats, status, amount, made_at, lapses_at)
VALUES (new_id('holds'), :show_id, :customer,
  (SELECT json_group_array(s.name ORDER BY s.row, s.number) FROM seats s
   WHERE s.show_id = CAST(:show_id AS TEXT) AND EXISTS (SELECT 1 FROM json_each(:seats) e WHERE e.value = s.name)),
  'open', :show_price * json_array_length(:seats), now(), time_add(now(), 10, 'minute'))
RETURNING id AS new_hold;

-- @run
UPDATE seats SET state = 'held', hold_id = :new_hold
WHERE show_id = CAST(:show_id AS TEXT) AND EXISTS (SELECT 1 FROM json_each(:seats) e WHERE e.value = seats.name);

-- @return 201
SELECT j.body FROM hold_json j WHERE j.id = :new_hold;
