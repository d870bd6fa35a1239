-- Fetch one booking.
-- source: https://docs.boxoffice.example/index.md#get-a-booking

-- @return 200
-- @missing not_found: No booking has the id {booking_id}.
SELECT body FROM booking_json WHERE id = :booking_id;
