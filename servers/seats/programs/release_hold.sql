-- Release a hold.
-- source: https://docs.boxoffice.example/index.md#release-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(t.status = 'open' AND time_unix(t.lapses_at) <= now('unix'), 'lapsed', t.status) AS hold_status
FROM holds t WHERE t.id = :hold_id;

-- @require failed_precondition: Hold {hold_id} is {hold_status} and cannot be released.
SELECT :hold_status = 'open';

-- @run
UPDATE seats SET state = 'free', hold_id = NULL WHERE hold_id = :hold_id AND state = 'held';

-- @run
UPDATE holds SET status = 'released' WHERE id = :hold_id;

-- @return 204
