-- Tables of Box Office API. Rendered from plan.json: change the plan, not this file.
-- source: https://docs.boxoffice.example/index.md

-- Shows, a row each.
CREATE TABLE shows (
  id          INTEGER PRIMARY KEY,                -- made by the server
  title       TEXT NOT NULL,                      -- The title of the show.
  begins_at   TEXT NOT NULL,                      -- When the show begins (UTC, ISO 8601).
  price       INTEGER NOT NULL,                   -- What one seat costs, in whole cents; at least 0.
  free_seats  INTEGER,                            -- How many seats of the show are free now; a seat under a hold that…
  sold_seats  INTEGER,                            -- How many seats of the show are sold now; a seat under a hold that…
  CONSTRAINT price_at_least_0 CHECK (price >= 0)  -- error invalid_argument: price must be at least 0.
) STRICT;

-- Holds, a row each.
CREATE TABLE holds (
  id         INTEGER PRIMARY KEY,                                                             -- made by the server
  show_id    INTEGER REFERENCES shows (id) ON DELETE CASCADE,                                 -- The show whose seats are held.
  customer   TEXT NOT NULL,                                                                   -- Who the seats are for, an email address.
  seats      TEXT NOT NULL CHECK (json_valid(seats)),                                         -- The names of the one to eight held seats, in the order of rows and…
  status     TEXT CONSTRAINT status_known CHECK (status IN ('open', 'confirmed', 'released', 'lapsed')),  -- open at first; confirmed or released by these calls; lapsed once…
  amount     INTEGER,                                                                         -- The price of all its seats together in whole cents, as it was when…
  made_at    TEXT,                                                                            -- When the hold was made.
  lapses_at  TEXT                                                                             -- When the hold lapses: ten minutes after it was made, later if it was…
) STRICT;
CREATE INDEX holds_by_show_id ON holds (show_id);

-- Seats, a row each.
CREATE TABLE seats (
  name     TEXT,                                                                   -- The name of the seat within its show: the letter of its row and its…
  row      TEXT,                                                                   -- The letter of the row, from A.
  number   INTEGER,                                                                -- The number of the seat within its row, from 1.
  state    TEXT CONSTRAINT state_known CHECK (state IN ('free', 'held', 'sold')),  -- free at first; held while under an open hold that has not lapsed…
  id       INTEGER PRIMARY KEY,                                                    -- made by the server
  show_id  INTEGER REFERENCES shows (id) ON DELETE CASCADE,                        -- The id of the show.
  hold_id  INTEGER REFERENCES holds (id) ON DELETE SET NULL,
  UNIQUE (show_id, name)                                                           -- @error conflict: Another seat has this show id and name.
) STRICT;
CREATE INDEX seats_by_hold_id ON seats (hold_id);

-- Bookings, a row each.
CREATE TABLE bookings (
  id         INTEGER PRIMARY KEY,                                                    -- made by the server
  hold_id    INTEGER REFERENCES holds (id) ON DELETE SET NULL,                       -- The hold that was confirmed.
  show_id    INTEGER REFERENCES shows (id) ON DELETE SET NULL,                       -- The show whose seats are booked.
  customer   TEXT,                                                                   -- Who the seats are for, an email address, as in the hold.
  seats      TEXT CHECK (json_valid(seats)),                                         -- The names of the booked seats, as in the hold.
  amount     INTEGER,                                                                -- The price of all the seats together in whole cents, as in the hold.
  reference  TEXT NOT NULL UNIQUE,                                                   -- @error conflict: Another booking has this reference.
  status     TEXT CONSTRAINT status_known CHECK (status IN ('valid', 'cancelled')),  -- valid at first; cancelled once the booking is cancelled.
  booked_at  TEXT NOT NULL                                                           -- When the booking was made.
) STRICT;
CREATE INDEX bookings_by_hold_id ON bookings (hold_id);
CREATE INDEX bookings_by_show_id ON bookings (show_id);
CREATE INDEX bookings_by_customer ON bookings (customer);
CREATE INDEX bookings_by_status ON bookings (status);

-- The JSON form of a show.
CREATE VIEW show_json AS
SELECT t.*, t._rowid_ AS entry, json_remove(json_object(
  'id', t.id,
  'title', t.title,
  'begins_at', t.begins_at,
  'price', t.price,
  'free_seats', t.free_seats,
  'sold_seats', t.sold_seats
),
  iif(t.free_seats IS NULL, '$.free_seats', '$[0]'),
  iif(t.sold_seats IS NULL, '$.sold_seats', '$[0]')
) AS body
FROM shows t;

-- The JSON form of a hold.
CREATE VIEW hold_json AS
SELECT t.*, t._rowid_ AS entry, json_remove(json_object(
  'id', t.id,
  'show_id', t.show_id,
  'customer', t.customer,
  'seats', json(t.seats),
  'status', t.status,
  'amount', t.amount,
  'made_at', t.made_at,
  'lapses_at', t.lapses_at
),
  iif(t.show_id IS NULL, '$.show_id', '$[0]'),
  iif(t.status IS NULL, '$.status', '$[0]'),
  iif(t.amount IS NULL, '$.amount', '$[0]'),
  iif(t.made_at IS NULL, '$.made_at', '$[0]'),
  iif(t.lapses_at IS NULL, '$.lapses_at', '$[0]')
) AS body
FROM holds t;

-- The booking form of a hold.
CREATE VIEW hold_booking_json AS
SELECT t.*, t._rowid_ AS entry, json_remove(json_object(
  'id', t.id,
  'show_id', t.show_id,
  'customer', t.customer,
  'seats', json(t.seats),
  'amount', t.amount,
  'status', t.status
),
  iif(t.show_id IS NULL, '$.show_id', '$[0]'),
  iif(t.amount IS NULL, '$.amount', '$[0]'),
  iif(t.status IS NULL, '$.status', '$[0]')
) AS body
FROM holds t;

-- The JSON form of a seat.
CREATE VIEW seat_json AS
SELECT t.*, t._rowid_ AS entry, json_remove(json_object(
  'name', t.name,
  'row', t.row,
  'number', t.number,
  'state', t.state
),
  iif(t.name IS NULL, '$.name', '$[0]'),
  iif(t.row IS NULL, '$.row', '$[0]'),
  iif(t.number IS NULL, '$.number', '$[0]'),
  iif(t.state IS NULL, '$.state', '$[0]')
) AS body
FROM seats t;

-- The JSON form of a booking.
CREATE VIEW booking_json AS
SELECT t.*, t._rowid_ AS entry, json_remove(json_object(
  'id', t.id,
  'hold_id', t.hold_id,
  'show_id', t.show_id,
  'customer', t.customer,
  'seats', json(t.seats),
  'amount', t.amount,
  'reference', t.reference,
  'status', t.status,
  'booked_at', t.booked_at
),
  iif(t.hold_id IS NULL, '$.hold_id', '$[0]'),
  iif(t.show_id IS NULL, '$.show_id', '$[0]'),
  iif(t.customer IS NULL, '$.customer', '$[0]'),
  iif(t.seats IS NULL, '$.seats', '$[0]'),
  iif(t.amount IS NULL, '$.amount', '$[0]'),
  iif(t.status IS NULL, '$.status', '$[0]')
) AS body
FROM bookings t;
