-- Release a hold.
-- source: https://docs.boxoffice.example/index.md#release-a-hold

-- @let
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), 'lapsed', h.status) AS status_now
FROM holds h JOIN shows sh ON sh.id = h.show_id
WHERE h.id = :hold_id AND sh.removed = 0;

-- @require failed_precondition: Hold {hold_id} is {status_now} and cannot be released.
SELECT :status_now = 'open';

-- @run
UPDATE seats SET state = 'free', hold_id = NULL WHERE hold_id = :hold_id;

-- @run
UPDATE holds SET status = 'released' WHERE id = :hold_id;

-- @return 204
