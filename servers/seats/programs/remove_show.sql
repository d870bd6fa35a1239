-- Remove a show.
-- source: https://docs.boxoffice.example/index.md#remove-a-show

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows WHERE id = :show_id);

-- @require conflict: Show {show_id} has a booking that is not cancelled.
SELECT NOT EXISTS (SELECT 1 FROM bookings b WHERE b.show_id = :show_id AND b.status IS NOT 'cancelled');

-- @run
DELETE FROM seats WHERE show_id = :show_id;

-- @run
DELETE FROM holds WHERE show_id = :show_id;

-- @run
DELETE FROM shows WHERE id = :show_id;

-- @return 204
