-- List watchers of an issue.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}~1watchers/get

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @return 200
SELECT json_group_array(json(t.body) ORDER BY t.username, t.entry)
FROM watcher_json t
WHERE t.issue_id = :issue_id;
