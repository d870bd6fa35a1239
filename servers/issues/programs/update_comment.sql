-- Change a comment; what is not named stays as it is.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1comments~1{comment_id}/patch

-- @run
-- @missing not_found: No comment has the id {comment_id}.
UPDATE comments SET
  body = :body,
  updated_at = now()
WHERE id = :comment_id;

-- @return 200
SELECT _body FROM comment_json WHERE id = :comment_id;
