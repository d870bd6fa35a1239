-- Fetch one user.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1users~1{username}/get

-- @return 200
-- @missing not_found: No user has the username {username}.
SELECT body FROM user_json WHERE username = :username;
