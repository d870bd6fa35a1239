-- Create a show.
-- source: https://docs.boxoffice.example/index.md#create-a-show

-- @require invalid_argument: The price must be at least 0.
SELECT :price >= 0;

-- @require invalid_argument: A show has 1 to 26 rows.
SELECT :rows BETWEEN 1 AND 26;

-- @require invalid_argument: A row has 1 to 50 seats.
SELECT :seats_per_row BETWEEN 1 AND 50;

-- @let
INSERT INTO shows (id, title, begins_at, price, free_seats, sold_seats)
VALUES (new_id('shows'), :title, time_text(:begins_at), :price, :rows * :seats_per_row, 0)
RETURNING id AS new_show;

-- @run
INSERT INTO seats (id, name, row, number, state, of_show)
SELECT new_id('seats'), g.letter || g.num, g.letter, g.num, 'free', :new_show
FROM (
  SELECT char(64 + r.value) AS letter, n.value AS num
  FROM json_each(numbers_in('1-' || :rows)) r, json_each(numbers_in('1-' || :seats_per_row)) n
  ORDER BY r.value, n.value
) g;

-- @return 201
SELECT body FROM show_json WHERE id = :new_show;
