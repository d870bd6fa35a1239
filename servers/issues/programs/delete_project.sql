-- Delete a project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}/delete

-- @run
-- @missing not_found: No project has the key {project_key}.
DELETE FROM projects
WHERE "key" = :project_key;

-- @return 204
