-- Confirm a hold.
-- source: https://docs.boxoffice.example/index.md#confirm-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(t.status = 'open' AND time_unix(t.lapses_at) <= now('unix'), 'lapsed', t.status) AS hold_status
FROM holds t WHERE t.id = :hold_id;

-- @require failed_precondition: Hold {hold_id} is {hold_status} and cannot be confirmed.
SELECT :hold_status = 'open';

-- @require conflict: The reference {reference} is used for another booking.
SELECT NOT EXISTS (SELECT 1 FROM bookings b WHERE b.reference = :reference);

-- @run
UPDATE holds SET status = 'confirmed' WHERE id = :hold_id;

-- @run
UPDATE seats SET state = 'sold' WHERE hold_id = :hold_id;

-- @let
-- @violates conflict: The reference {reference} is used for another booking.
INSERT INTO bookings (id, hold_id, show_id, customer, seats, amount, reference, status, booked_at)
SELECT new_id('bookings'), t.id, t.show_id, t.customer, t.seats, t.amount, :reference, 'valid', now()
FROM holds t WHERE t.id = :hold_id
RETURNING id AS new_booking;

-- @return 201
SELECT body FROM booking_json WHERE id = :new_booking;
