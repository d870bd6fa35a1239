-- Cancel a booking.
-- source: https://docs.boxoffice.example/index.md#cancel-a-booking

-- @let
-- @missing not_found: No booking has the id {booking_id}.
SELECT b.status AS booking_status, b.hold_id AS booking_hold,
  (SELECT t.begins_at FROM shows t WHERE t.id = b.show_id) AS show_begins
FROM bookings b WHERE b.id = :booking_id;

-- @require failed_precondition: The show of booking {booking_id} has begun.
SELECT :booking_status = 'cancelled' OR time_unix(:show_begins) > now('unix');

-- @run
UPDATE seats SET state = 'free', hold_id = NULL
WHERE hold_id = :booking_hold AND state = 'sold' AND :booking_status IS NOT 'cancelled';

-- @run
UPDATE bookings SET status = 'cancelled' WHERE id = :booking_id AND status IS NOT 'cancelled';

-- @return 200
SELECT body FROM booking_json WHERE id = :booking_id;
