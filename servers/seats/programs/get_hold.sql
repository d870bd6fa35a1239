-- Get a hold.
-- source: https://docs.boxoffice.example/index.md#get-a-hold

-- @return 200
-- @missing not_found: No hold has the id {hold_id}.
SELECT json_set(h.body, '$.status',
  iif(h.status = 'open' AND time_unix(h.lapses_at) <= now('unix'), 'lapsed', h.status))
FROM hold_json h JOIN shows sh ON sh.id = h.show_id
WHERE h.id = :hold_id AND sh.removed = 0;
