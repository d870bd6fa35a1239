-- Delete an issue.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}/delete

-- @run
-- @missing not_found: No issue has the id {issue_id}.
DELETE FROM issues
WHERE id = :issue_id;

-- @return 204
