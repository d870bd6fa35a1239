-- Delete a milestone.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1milestones~1{milestone_id}/delete

-- @run
-- @missing not_found: No milestone has the id {milestone_id}.
DELETE FROM milestones
WHERE id = :milestone_id;

-- @return 204
