-- Confirm a hold.
-- source: https://docs.boxoffice.example/index.md#confirm-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), 'lapsed', h.status) AS status_now
FROM holds h JOIN shows sh ON sh.id = h.show_id
WHERE h.id = :hold_id AND sh.removed = 0;

-- @require failed_precondition: Hold {hold_id} is {status_now} and cannot be confirmed.
SELECT :status_now = 'open';

-- @require conflict: Another booking has the reference {reference}.
SELECT NOT EXISTS (SELECT 1 FROM bookings b WHERE b.reference = :reference);

-- @let
-- @violates conflict: Another booking has the reference {reference}.
INSERT INTO bookings (id, hold_id, show_id, customer, seats, amount, reference, status, booked_at)
SELECT new_id('bookings'), h.id, h.show_id, h.customer, h.seats, h.amount, :reference, 'valid', now()
FROM holds h WHERE h.id = :hold_id
RETURNING id AS made_booking_id;

-- @run
UPDATE holds SET status = 'confirmed' WHERE id = :hold_id;

-- @run
UPDATE seats SET state = 'sold' WHERE hold_id = :hold_id;

-- @return 201
SELECT body FROM booking_json WHERE id = :made_booking_id;
