-- Confirm a hold.
-- source: https://docs.boxoffice.example/index.md#confirm-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), 'lapsed', h.status) AS hold_state
FROM holds h WHERE h.id = :hold_id;

-- @require failed_precondition: Hold {hold_id} is {hold_state} and cannot be confirmed.
SELECT :hold_state = 'open';

-- @require conflict: The reference {reference} has been used for another booking.
SELECT NOT EXISTS (SELECT 1 FROM bookings b WHERE b.reference = :reference);

-- @run
UPDATE holds SET status = 'confirmed' WHERE id = :hold_id;

-- @run
UPDATE seats SET state = 'sold', hold_id = NULL WHERE hold_id = :hold_id;

-- @let
INSERT INTO bookings (id, hold_id, show_id, customer, seats, amount, reference, status, booked_at)
SELECT new_id('bookings'), h.id, h.show_id, h.customer, h.seats, h.amount, :reference, 'valid', now()
FROM holds h WHERE h.id = :hold_id
RETURNING id AS new_booking;

-- @return 201
SELECT body FROM booking_json WHERE id = :new_booking;
