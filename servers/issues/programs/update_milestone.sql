-- Change a milestone; what is not named stays as it is.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1milestones~1{milestone_id}/patch

-- @run
-- @missing not_found: No milestone has the id {milestone_id}.
UPDATE milestones SET
  title = :title,              -- @if title
  description = :description,  -- @if description
  state = :state,              -- @if state
  due_on = :due_on,            -- @if due_on
  created_at = created_at
WHERE id = :milestone_id;

-- @return 200
SELECT body FROM milestone_json WHERE id = :milestone_id;
