-- Create a label of a project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}~1labels/post

-- @require not_found: No project has the key {project_key}.
SELECT EXISTS (SELECT 1 FROM projects WHERE "key" = :project_key);

-- @let
SELECT new_id('labels') AS label_id;

-- @run
INSERT INTO labels (id, project_key, name, color, description)
VALUES (:label_id, :project_key, :name, :color, :description);

-- @return 201
SELECT body FROM label_json WHERE id = :label_id;
