-- Delete a comment.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1comments~1{comment_id}/delete

-- @run
-- @missing not_found: No comment has the id {comment_id}.
DELETE FROM comments
WHERE id = :comment_id;

-- @return 204
