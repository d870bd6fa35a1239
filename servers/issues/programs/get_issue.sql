-- Fetch one issue.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}/get

-- @return 200
-- @missing not_found: No issue has the id {issue_id}.
SELECT _body FROM issue_json WHERE id = :issue_id;
