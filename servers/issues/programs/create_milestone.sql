-- Create a milestone of a project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}~1milestones/post

-- @require not_found: No project has the key {project_key}.
SELECT EXISTS (SELECT 1 FROM projects WHERE "key" = :project_key);

-- @let
SELECT new_id('milestones') AS milestone_id;

-- @run
INSERT INTO milestones (id, project_key, title, description, state, due_on, created_at)
VALUES (:milestone_id, :project_key, :title, :description, 'open', :due_on, now());

-- @return 201
SELECT body FROM milestone_json WHERE id = :milestone_id;
