-- Delete a label.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1labels~1{label_id}/delete

-- @run
-- @missing not_found: No label has the id {label_id}.
DELETE FROM labels
WHERE id = :label_id;

-- @return 204
