-- Get a hold.
-- source: https://docs.boxoffice.example/index.md#get-a-hold

-- @return 200
-- @missing not_found: No hold has the id {hold_id}.
SELECT json_set(json(j.body), '$.status', iif(j.status = 'open' AND time_unix(j.lapses_at) <= now('unix'), 'lapsed', j.status))
FROM hold_json j WHERE j.id = :hold_id;
