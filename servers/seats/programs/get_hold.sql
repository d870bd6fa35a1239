-- Get a hold.
-- source: https://docs.boxoffice.example/index.md#get-a-hold

-- @return 200
-- @missing not_found: No hold has the id {hold_id}.
SELECT iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), json_set(h.body, '$.status', 'lapsed'), h.body)
FROM hold_json h WHERE h.id = :hold_id;
