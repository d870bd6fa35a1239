-- Get a hold.
-- source: https://docs.boxoffice.example/index.md#get-a-hold

-- @return 200
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(t.status = 'open' AND time_unix(t.lapses_at) <= now('unix'), json_set(t.body, '$.status', 'lapsed'), t.body)
FROM hold_json t WHERE t.id = :hold_id;
