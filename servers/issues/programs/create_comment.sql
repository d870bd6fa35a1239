-- Create a comment of an issue.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}~1comments/post

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @let
SELECT new_id('comments') AS comment_id;

-- @run
INSERT INTO comments (id, issue_id, author, body, created_at, updated_at)
VALUES (:comment_id, :issue_id, caller(), :body, now(), now());

-- @return 201
SELECT _body FROM comment_json WHERE id = :comment_id;
