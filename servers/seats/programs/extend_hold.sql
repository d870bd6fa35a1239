-- Extend a hold.
-- source: https://docs.boxoffice.example/index.md#extend-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(t.status = 'open' AND time_unix(t.lapses_at) <= now('unix'), 'lapsed', t.status) AS hold_status
FROM holds t WHERE t.id = :hold_id;

-- @require invalid_argument: minutes must be from 1 to 30.
SELECT coalesce(:minutes, 10) BETWEEN 1 AND 30;

-- @require failed_precondition: Hold {hold_id} is {hold_status} and cannot be extended.
SELECT :hold_status = 'open';

-- @run
UPDATE holds SET lapses_at = time_add(lapses_at, coalesce(:minutes, 10), 'minute') WHERE id = :hold_id;

-- @return 200
SELECT body FROM hold_json WHERE id = :hold_id;
