-- Create a show.
-- source: https://docs.boxoffice.example/index.md#create-a-show

-- @require invalid_argument: begins_at must be a time.
SELECT time_unix(:begins_at) IS NOT NULL;

-- @require invalid_argument: price must be at least 0.
SELECT :price >= 0;

-- @require invalid_argument: rows must be from 1 to 26.
SELECT :rows BETWEEN 1 AND 26;

-- @require invalid_argument: seats_per_row must be from 1 to 50.
SELECT :seats_per_row BETWEEN 1 AND 50;

-- @let
INSERT INTO shows (id, title, begins_at, price, removed)
VALUES (new_id('shows'), :title, time_text(:begins_at), :price, 0)
RETURNING id AS made_show_id;

-- @run
INSERT INTO seats (id, show_id, name, row, number, state)
SELECT new_id('seats'), :made_show_id, g.row_letter || g.seat_number, g.row_letter, g.seat_number, 'free'
FROM (
  SELECT r.value AS row_letter, n.value AS seat_number
  FROM json_each('["A","B","C","D","E","F","G","H","I","J","K","L","M","N","O","P","Q","R","S","T","U","V","W","X","Y","Z"]') r
  CROSS JOIN json_each(numbers_in('1-50')) n
  WHERE r.key < :rows AND n.value <= :seats_per_row
  ORDER BY r.key, n.value
) g;

-- @return 201
SELECT json_set(sh.body,
  '$.free_seats', (SELECT count(*) FROM seats s WHERE s.show_id = sh.id
      AND (s.state = 'free'
        OR (s.state = 'held' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.id = s.hold_id AND h.status = 'open'
              AND time_unix(h.lapses_at) > now('unix'))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = sh.id AND s.state = 'sold'))
FROM show_json sh
WHERE sh.id = :made_show_id;
