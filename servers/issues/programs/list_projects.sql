-- List projects, a page at a time.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects/get

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY t."key", t._rowid_)
FROM projects t
WHERE TRUE
  AND t.visibility = :visibility  -- @if visibility
  AND t.archived = :archived      -- @if archived
  AND (text_match(t.name, :q) OR text_match(t.description, :q) OR text_match(t.lead, :q));  -- @if q

-- @let
SELECT min(coalesce(:per_page, 20), 100) AS page_size, count(*) AS total FROM found;

-- @let
SELECT max(coalesce((:page - 1) * :page_size, 0), 0) AS page_start;

-- @return 200
SELECT json_object(
  'items', json_group_array(json(t.body) ORDER BY f.place),
  'total_count', :total,
  'page', coalesce(:page, 1),
  'per_page', :page_size
)
FROM found f JOIN project_json t ON t.entry = f.entry
WHERE f.place > :page_start
  AND f.place <= :page_start + :page_size;
