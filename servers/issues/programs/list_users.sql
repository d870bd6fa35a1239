-- List users, a page at a time.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1users/get

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY t.username, t._rowid_)
FROM users t
WHERE TRUE
  AND t.role = :role;  -- @if role

-- @let
SELECT min(coalesce(:per_page, 20), 100) AS page_size;

-- @let
SELECT max(coalesce((:page - 1) * :page_size, 0), 0) AS page_start;

-- @return 200
SELECT json_group_array(json(t.body) ORDER BY f.place)
FROM found f JOIN user_json t ON t.entry = f.entry
WHERE f.place > :page_start
  AND f.place <= :page_start + :page_size;
