-- List milestones of a project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}~1milestones/get

-- @require not_found: No project has the key {project_key}.
SELECT EXISTS (SELECT 1 FROM projects WHERE "key" = :project_key);

-- @return 200
SELECT json_group_array(json(t.body) ORDER BY t.created_at, t.entry)
FROM milestone_json t
WHERE t.project_key = :project_key
  AND t.state = :state;  -- @if state
