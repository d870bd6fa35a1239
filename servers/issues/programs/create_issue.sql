-- Create an issue of a project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}~1issues/post

-- @require not_found: No project has the key {project_key}.
SELECT EXISTS (SELECT 1 FROM projects WHERE "key" = :project_key);

-- @require invalid_argument: No milestone has the id {milestone_id}.
-- @if milestone_id
SELECT :milestone_id IS NULL OR EXISTS (SELECT 1 FROM milestones WHERE id = :milestone_id);

-- @let
SELECT new_id('issues') AS issue_id;

-- @run
INSERT INTO issues (
  id, project_key, title, body, state, priority, labels, assignee, milestone_id, author, due_on, created_at,
  updated_at
)
VALUES (
  :issue_id, :project_key, :title, :body, 'open', :priority, :labels, :assignee, :milestone_id, caller(),
  :due_on, now(), now()
);

-- @return 201
SELECT _body FROM issue_json WHERE id = :issue_id;
