-- Change a project; what is not named stays as it is.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}/patch

-- @run
-- @missing not_found: No project has the key {project_key}.
UPDATE projects SET
  name = :name,                -- @if name
  description = :description,  -- @if description
  lead = :lead,                -- @if lead
  visibility = :visibility,    -- @if visibility
  archived = :archived,        -- @if archived
  updated_at = now()
WHERE "key" = :project_key;

-- @return 200
SELECT body FROM project_json WHERE "key" = :project_key;
