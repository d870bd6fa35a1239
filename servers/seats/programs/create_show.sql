-- Create a show.
-- source: https://docs.boxoffice.example/index.md#create-a-show

-- @require invalid_argument: price must be at least 0.
SELECT :price >= 0;

-- @require invalid_argument: rows must be from 1 to 26.
SELECT :rows BETWEEN 1 AND 26;

-- @require invalid_argument: seats_per_row must be from 1 to 50.
SELECT :seats_per_row BETWEEN 1 AND 50;

-- @let
INSERT INTO shows (id, title, begins_at, price)
VALUES (new_id('shows'), :title, time_text(:begins_at), :price)
RETURNING id AS new_show;

-- @run
INSERT INTO seats (id, show_id, name, row, number, state)
SELECT new_id('seats'), CAST(:new_show AS TEXT), x.letter || x.nr, x.letter, x.nr, 'free'
FROM (SELECT substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ', r.value, 1) AS letter, n.value AS nr
      FROM json_each(numbers_in('1-' || :rows)) r, json_each(numbers_in('1-' || :seats_per_row)) n
      ORDER BY r.value, n.value) x;

-- @return 201
SELECT json_set(json(j.body),
  '$.free_seats', (SELECT count(*) FROM seats s LEFT JOIN holds h ON h.id = s.hold_id WHERE s.show_id = CAST(j.id AS TEXT)
    AND (s.state = 'free' OR (s.state = 'held' AND (h.id IS NULL OR h.status <> 'open' OR time_unix(h.lapses_at) <= now('unix'))))),
  '$.sold_seats', (SELECT count(*) FROM seats s WHERE s.show_id = CAST(j.id AS TEXT) AND s.state = 'sold'))
FROM show_json j WHERE j.id = :new_show;
