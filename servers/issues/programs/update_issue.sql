-- Change an issue; what is not named stays as it is.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}/patch

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @require invalid_argument: No milestone has the id {milestone_id}.
-- @if milestone_id
SELECT :milestone_id IS NULL OR EXISTS (SELECT 1 FROM milestones WHERE id = :milestone_id);

-- @run
UPDATE issues SET
  title = :title,                -- @if title
  body = :body,                  -- @if body
  priority = :priority,          -- @if priority
  labels = :labels,              -- @if labels
  assignee = :assignee,          -- @if assignee
  milestone_id = :milestone_id,  -- @if milestone_id
  due_on = :due_on,              -- @if due_on
  updated_at = now()
WHERE id = :issue_id;

-- @return 200
SELECT _body FROM issue_json WHERE id = :issue_id;
