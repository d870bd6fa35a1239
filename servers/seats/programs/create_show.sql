-- Create a show.
-- source: https://docs.boxoffice.example/index.md#create-a-show

-- @require invalid_argument: price must be at least 0.
SELECT :price >= 0;

-- @require invalid_argument: rows must be from 1 to 26.
SELECT :rows BETWEEN 1 AND 26;

-- @require invalid_argument: seats_per_row must be from 1 to 50.
SELECT :seats_per_row BETWEEN 1 AND 50;

-- @require invalid_argument: begins_at must be a time in ISO 8601.
SELECT time_unix(:begins_at) IS NOT NULL;

-- @let
INSERT INTO shows (id, title, begins_at, price, free_seats, sold_seats)
VALUES (new_id('shows'), :title, time_text(:begins_at), :price, :rows * :seats_per_row, 0)
RETURNING id AS new_show;

-- @run
INSERT INTO seats (id, show_id, row, number, name, state, hold_id)
SELECT new_id('seats'), :new_show, x.letter, x.n, x.letter || x.n, 'free', NULL
FROM (SELECT substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ', r.value, 1) AS letter, n.value AS n
      FROM json_each(numbers_in('1-26')) r, json_each(numbers_in('1-50')) n
      WHERE r.value <= :rows AND n.value <= :seats_per_row
      ORDER BY r.value, n.value) x;

-- @return 201
SELECT body FROM show_json WHERE id = :new_show;
