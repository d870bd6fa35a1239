-- Cancel a booking.
-- source: https://docs.boxoffice.example/index.md#cancel-a-booking

-- @let
-- @missing not_found: No booking has the id {booking_id}.
SELECT b.status AS status_before, b.show_id AS booked_show_id, b.seats AS booked_seats
FROM bookings b WHERE b.id = :booking_id;

-- @require failed_precondition: The show of booking {booking_id} has begun, it is too late to cancel.
SELECT :status_before = 'cancelled'
  OR EXISTS (SELECT 1 FROM shows sh WHERE sh.id = :booked_show_id AND time_unix(sh.begins_at) > now('unix'));

-- @run
UPDATE seats SET state = 'free', hold_id = NULL
WHERE :status_before = 'valid'
  AND show_id = :booked_show_id
  AND state = 'sold'
  AND name IN (SELECT i.value FROM json_each(:booked_seats) i);

-- @run
UPDATE bookings SET status = 'cancelled' WHERE id = :booking_id AND :status_before = 'valid';

-- @return 200
SELECT body FROM booking_json WHERE id = :booking_id;
