-- Delete a watcher.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}~1watchers~1{username}/delete

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @run
-- @missing not_found: No watcher has the username {username}.
DELETE FROM watchers
WHERE issue_id = :issue_id
  AND username = :username;

-- @return 204
