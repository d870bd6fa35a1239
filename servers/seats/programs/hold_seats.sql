-- Hold seats.
-- source: https://docs.boxoffice.example/index.md#hold-seats

-- @let
-- @missing not_found: No show has the id {show_id}.
SELECT w.price AS seat_price, w.begins_at AS show_begins FROM shows w WHERE w.id = :show_id;

-- @require invalid_argument: One to eight seats are held at a time.
SELECT json_array_length(:seats) BETWEEN 1 AND 8;

-- @refuse invalid_argument: Seat {twice} is named twice.
SELECT n.value AS twice FROM json_each(:seats) n GROUP BY n.value HAVING count(*) > 1;

-- @require invalid_argument: The customer must be an email address.
SELECT instr(:customer, '@') > 1 AND instr(:customer, '@') < length(:customer) AND instr(:customer, ' ') = 0;

-- @refuse not_found: Show {show_id} has no seat {nowhere}.
SELECT n.value AS nowhere FROM json_each(:seats) n
WHERE NOT EXISTS (SELECT 1 FROM seats e WHERE e.of_show = :show_id AND e.name = n.value);

-- @require failed_precondition: Show {show_id} has begun.
SELECT time_unix(:show_begins) > now('unix');

-- @refuse conflict: Seat {taken} is not free.
SELECT e.name AS taken FROM seats e
WHERE e.of_show = :show_id
  AND EXISTS (SELECT 1 FROM json_each(:seats) n WHERE n.value = e.name)
  AND (e.state = 'sold' OR (e.state = 'held' AND EXISTS (SELECT 1 FROM holds h WHERE h.id = e.hold_id AND h.status = 'open' AND time_unix(h.lapses_at) > now('unix'))))
ORDER BY e.row, e.number;

-- @let
INSERT INTO holds (id, show_id, customer, seats, status, amount, made_at, lapses_at)
VALUES (
  new_id('holds'), :show_id, :customer,
  (SELECT json_group_array(e.name ORDER BY e.row, e.number) FROM seats e
   WHERE e.of_show = :show_id AND EXISTS (SELECT 1 FROM json_each(:seats) n WHERE n.value = e.name)),
  'open', :seat_price * json_array_length(:seats), now(), time_add(now(), 10, 'minute'))
RETURNING id AS new_hold;

-- @run
UPDATE seats SET state = 'held', hold_id = :new_hold
WHERE of_show = :show_id AND EXISTS (SELECT 1 FROM json_each(:seats) n WHERE n.value = seats.name);

-- @return 201
SELECT body FROM hold_json WHERE id = :new_hold;
