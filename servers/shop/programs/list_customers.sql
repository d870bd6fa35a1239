-- List customers, a page at a time.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1customers/get

-- @rows found(entry, place)
SELECT t._rowid_, row_number() OVER (ORDER BY t.created DESC, t._rowid_)
FROM customers t
WHERE TRUE
  AND t.email = :email       -- @if email
  AND t.country = :country;  -- @if country

-- @let
-- @if starting_after
-- @missing invalid_argument: The list has no customer with the id {starting_after}.
SELECT f.place AS after_place
FROM found f JOIN customers t ON t._rowid_ = f.entry
WHERE t.id = :starting_after;

-- @let
SELECT min(coalesce(:limit, 10), 100) AS page_size, count(*) AS total FROM found;

-- @let
SELECT max(coalesce(:after_place, 0), 0) AS page_start;

-- @return 200
SELECT json_object(
  'object', 'list',
  'data', json_group_array(json(t.body) ORDER BY f.place),
  'has_more', json(iif(:page_start + :page_size < :total, 'true', 'false'))
)
FROM found f JOIN customer_json t ON t.entry = f.entry
WHERE f.place > :page_start
  AND f.place <= :page_start + :page_size;
