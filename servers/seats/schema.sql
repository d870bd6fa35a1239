-- Tables of Box Office API. Rendered from plan.json: change the plan, not this file.
-- source: https://docs.boxoffice.example/index.md

-- Shows, a row each.
CREATE TABLE shows (
  id          INTEGER PRIMARY KEY,                -- made by the server
  title       TEXT NOT NULL,                      -- title of the show
  begins_at   TEXT NOT NULL,                      -- when the show begins, UTC
  price       INTEGER NOT NULL,                   -- what one seat costs, in whole cents, at least 0
  free_seats  INTEGER,                            -- number of seats of the show that are free now; a seat under a hold…
  sold_seats  INTEGER,                            -- number of seats of the show that are sold now; a seat under a hold…
  CONSTRAINT price_at_least_0 CHECK (price >= 0)  -- error invalid_argument: The price must be at least 0.
) STRICT;

-- Holds, a row each.
CREATE TABLE holds (
  id         INTEGER PRIMARY KEY,                                                             -- made by the server
  show_id    INTEGER REFERENCES shows (id) ON DELETE CASCADE,                                 -- the show whose seats are held
  customer   TEXT NOT NULL,                                                                   -- who the seats are for
  seats      TEXT NOT NULL CHECK (json_valid(seats)),                                         -- names of the seats held, in the order of rows and numbers
  status     TEXT NOT NULL CONSTRAINT status_known CHECK (status IN ('open', 'confirmed', 'released', 'lapsed')),  -- open, confirmed, released or lapsed
  amount     INTEGER NOT NULL,                                                                -- price of all its seats together, in cents, as it was when they were…
  made_at    TEXT,                                                                            -- when the hold was made
  lapses_at  TEXT                                                                             -- when the hold lapses: ten minutes after it was made, plus the…
) STRICT;
CREATE INDEX holds_by_show_id ON holds (show_id);

-- Seats, a row each.
CREATE TABLE seats (
  name     TEXT NOT NULL,                                                                   -- row letter and number, as A1
  row      TEXT NOT NULL,                                                                   -- letter of the row, from A
  number   INTEGER NOT NULL,                                                                -- number of the seat within its row, from 1
  state    TEXT NOT NULL CONSTRAINT state_known CHECK (state IN ('free', 'held', 'sold')),  -- free, held (under a hold that has not lapsed) or sold
  id       INTEGER PRIMARY KEY,                                                             -- made by the server
  show_id  TEXT,                                                                            -- id of the show
  hold_id  INTEGER REFERENCES holds (id) ON DELETE SET NULL,
  of_show  INTEGER REFERENCES shows (id) ON DELETE CASCADE,
  UNIQUE (show_id, name),                                                                   -- @error conflict: Another seat has this show id and name.
  UNIQUE (of_show, name)                                                                    -- @error conflict: Another seat has this of show and name.
) STRICT;
CREATE INDEX seats_by_hold_id ON seats (hold_id);

-- Bookings, a row each.
CREATE TABLE bookings (
  id         INTEGER PRIMARY KEY,                                                             -- made by the server
  hold_id    INTEGER REFERENCES holds (id) ON DELETE SET NULL,                                -- the hold that was confirmed
  show_id    INTEGER REFERENCES shows (id) ON DELETE SET NULL,                                -- the show
  customer   TEXT,
  seats      TEXT NOT NULL CHECK (json_valid(seats)),
  amount     INTEGER NOT NULL,                                                                -- in whole cents
  reference  TEXT UNIQUE,                                                                     -- @error conflict: Another booking has this reference.
  status     TEXT NOT NULL CONSTRAINT status_known CHECK (status IN ('valid', 'cancelled')),  -- valid or cancelled
  booked_at  TEXT                                                                             -- when the booking was made
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
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'show_id', t.show_id,
  'customer', t.customer,
  'seats', json(t.seats),
  'status', t.status,
  'amount', t.amount,
  'made_at', t.made_at,
  'lapses_at', t.lapses_at
) AS body
FROM holds t;

-- The booking form of a hold.
CREATE VIEW hold_booking_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'show_id', t.show_id,
  'customer', t.customer,
  'seats', json(t.seats),
  'amount', t.amount,
  'status', t.status
) AS body
FROM holds t;

-- The JSON form of a seat.
CREATE VIEW seat_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'name', t.name,
  'row', t.row,
  'number', t.number,
  'state', t.state
) AS body
FROM seats t;

-- The JSON form of a booking.
CREATE VIEW booking_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'hold_id', t.hold_id,
  'show_id', t.show_id,
  'customer', t.customer,
  'seats', json(t.seats),
  'amount', t.amount,
  'reference', t.reference,
  'status', t.status,
  'booked_at', t.booked_at
) AS body
FROM bookings t;
