-- List issues of a project, a page at a time.
-- source: https://docs.issues.example/openapi.yaml#/paths/~1projects~1{project_key}~1issues/get

-- @require not_found: No project has the key {project_key}.
SELECT EXISTS (SELECT 1 FROM projects WHERE "key" = :project_key);

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY
    CASE WHEN :sort = 'created' AND :direction = 'desc' THEN t.created_at END DESC,
    CASE WHEN :sort = 'created' THEN t.created_at END,
    CASE WHEN :sort = 'updated' AND :direction = 'desc' THEN t.updated_at END DESC,
    CASE WHEN :sort = 'updated' THEN t.updated_at END,
    CASE WHEN :sort = 'due' AND :direction = 'desc' THEN t.due_on END DESC,
    CASE WHEN :sort = 'due' THEN t.due_on END,
    t._rowid_)
FROM issues t
WHERE t.project_key = :project_key
  AND t.state = :state                                                     -- @if state
  AND t.assignee = :assignee                                               -- @if assignee
  AND EXISTS (SELECT 1 FROM json_each(t.labels) e WHERE e.value = :label)  -- @if label
  AND t.milestone_id = :milestone_id                                       -- @if milestone_id
  AND t.priority IN (SELECT e.value FROM json_each(:priority) e)           -- @if priority
  AND coalesce(time_unix(t.created_at) > time_unix(:created_after), t.created_at > :created_after)  -- @if created_after
  AND (text_match(t.title, :q) OR text_match(t.body, :q) OR text_match(t.assignee, :q));  -- @if q

-- @let
SELECT min(coalesce(:per_page, 20), 100) AS page_size, count(*) AS total FROM found;

-- @let
SELECT max(coalesce((:page - 1) * :page_size, 0), 0) AS page_start;

-- @return 200
SELECT json_object(
  'items', json_group_array(json(t._body) ORDER BY f.place),
  'total_count', :total,
  'page', coalesce(:page, 1),
  'per_page', :page_size
)
FROM found f JOIN issue_json t ON t.entry = f.entry
WHERE f.place > :page_start
  AND f.place <= :page_start + :page_size;
