-- Release a hold.
-- source: https://docs.boxoffice.example/index.md#release-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), 'lapsed', h.status) AS hold_state
FROM holds h WHERE h.id = :hold_id;

-- @require failed_precondition: Hold {hold_id} is {hold_state} and cannot be released.
SELECT :hold_state = 'open';

-- @run
UPDATE holds SET status = 'released' WHERE id = :hold_id;

-- @run
UPDATE seats SET state = 'free', hold_id = NULL WHERE hold_id = :hold_id;

-- @return 204
