-- Fetch one project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}/get

-- @return 200
-- @missing not_found: No project has the key {project_key}.
SELECT body FROM project_json WHERE "key" = :project_key;
