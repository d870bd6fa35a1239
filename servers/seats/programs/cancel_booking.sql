-- Cancel a booking.
-- source: https://docs.boxoffice.example/index.md#cancel-a-booking

-- @let
-- @missing not_found: No booking has the id {booking_id}.
SELECT b.status AS booking_state, b.show_id AS booked_show, b.seats AS booked_seats,
  (SELECT s.begins_at FROM shows s WHERE s.id = b.show_id) AS show_begins
FROM bookings b WHERE b.id = :booking_id;

-- @require failed_precondition: The show of booking {booking_id} has begun.
SELECT :booking_state = 'cancelled' OR :show_begins IS NULL OR time_unix(:show_begins) > now('unix');

-- @run
UPDATE seats SET state = 'free', hold_id = NULL
WHERE :booking_state = 'valid' AND of_show = :booked_show AND state = 'sold'
  AND EXISTS (SELECT 1 FROM json_each(:booked_seats) n WHERE n.value = seats.name);

-- @run
UPDATE bookings SET status = 'cancelled' WHERE id = :booking_id AND status = 'valid';

-- @return 200
SELECT body FROM booking_json WHERE id = :booking_id;
