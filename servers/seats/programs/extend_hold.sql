-- Extend a hold.
-- source: https://docs.boxoffice.example/index.md#extend-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), 'lapsed', h.status) AS status_now
FROM holds h JOIN shows sh ON sh.id = h.show_id
WHERE h.id = :hold_id AND sh.removed = 0;

-- @require invalid_argument: minutes must be from 1 to 30.
SELECT coalesce(:minutes, 10) BETWEEN 1 AND 30;

-- @require failed_precondition: Hold {hold_id} is {status_now} and cannot be extended.
SELECT :status_now = 'open';

-- @run
UPDATE holds SET lapses_at = time_add(lapses_at, coalesce(:minutes, 10), 'minute') WHERE id = :hold_id;

-- @return 200
SELECT body FROM hold_json WHERE id = :hold_id;
