-- Cancel a booking.
-- source: https://docs.boxoffice.example/index.md#cancel-a-booking

-- @let
-- @missing not_found: No booking has the id {booking_id}.
SELECT b.status AS booking_status, b.hold_id AS booking_hold, t.begins_at AS show_begins
FROM bookings b LEFT JOIN shows t ON t.id = b.show_id WHERE b.id = :booking_id;

-- @require failed_precondition: The show of booking {booking_id} has begun.
SELECT :booking_status = 'cancelled' OR :show_begins IS NULL OR time_unix(:show_begins) > now('unix');

-- @run
UPDATE seats SET state = 'free', hold_id = NULL WHERE hold_id = :booking_hold AND :booking_status <> 'cancelled';

-- @run
UPDATE bookings SET status = 'cancelled' WHERE id = :booking_id AND status <> 'cancelled';

-- @return 200
SELECT j.body FROM booking_json j WHERE j.id = :booking_id;
