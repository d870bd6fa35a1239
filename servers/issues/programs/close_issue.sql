-- Move an issue to another state.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}~1close/post

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @require failed_precondition: The state of the issue must be open.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id AND state IN ('open'));

-- @run
UPDATE issues SET
  state = 'closed',
  closed_at = now(),
  updated_at = now()
WHERE id = :issue_id;

-- @return 200
SELECT _body FROM issue_json WHERE id = :issue_id;
