-- List comments of an issue, a page at a time.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1issues~1{issue_id}~1comments/get

-- @require not_found: No issue has the id {issue_id}.
SELECT EXISTS (SELECT 1 FROM issues WHERE id = :issue_id);

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY t._rowid_)
FROM comments t
WHERE t.issue_id = :issue_id;

-- @let
SELECT min(coalesce(:per_page, 20), 100) AS page_size;

-- @let
SELECT max(coalesce((:page - 1) * :page_size, 0), 0) AS page_start;

-- @return 200
SELECT json_group_array(json(t._body) ORDER BY f.place)
FROM found f JOIN comment_json t ON t.entry = f.entry
WHERE f.place > :page_start
  AND f.place <= :page_start + :page_size;
