-- Remove a show.
-- source: https://docs.boxoffice.example/index.md#remove-a-show

-- @require not_found: No show has the id {show_id}.
SELECT EXISTS (SELECT 1 FROM shows sh WHERE sh.id = :show_id AND sh.removed = 0);

-- @require conflict: Show {show_id} has a booking that is not cancelled.
SELECT NOT EXISTS (SELECT 1 FROM bookings b WHERE b.show_id = :show_id AND b.status <> 'cancelled');

-- @run
DELETE FROM seats WHERE show_id = :show_id;

-- @run
DELETE FROM holds
WHERE show_id = :show_id AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.hold_id = holds.id);

-- @run
UPDATE shows SET removed = 1 WHERE id = :show_id;

-- @return 204
