-- List bookings.
-- source: https://docs.boxoffice.example/index.md#list-bookings

-- @return 200
SELECT json_object(
  'bookings', json_group_array(json(t.body) ORDER BY t.booked_at DESC, t.id DESC, t.entry)
)
FROM booking_json t
WHERE TRUE
  AND t.customer = :customer  -- @if customer
  AND t.show_id = :show_id    -- @if show_id
  AND t.status = :status;     -- @if status
