-- Create a project.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects/post

-- @run
INSERT INTO projects ("key", name, description, lead, visibility, archived, created_at, updated_at)
VALUES (:key, :name, :description, :lead, :visibility, 0, now(), now());

-- @return 201
SELECT body FROM project_json WHERE "key" = :key;
