-- Connect a watcher; a second time changes nothing.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}~1watchers~1{username}/put

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @run
INSERT INTO watchers (issue_id, username, created_at)
VALUES (:issue_id, :username, now())
ON CONFLICT DO NOTHING;

-- @return 204
