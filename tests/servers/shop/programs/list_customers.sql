-- List customers by name, a page at a time.
-- source: https://shop.example/docs/customers#list

-- @rows found(id, name, body)
SELECT c.id, c.name, c.body FROM customer_json c
WHERE TRUE
  AND c.active = :active                                                    -- @if active
  AND (text_match(c.name, :query) OR text_match(c.email, :query))           -- @if query
;

-- @return 200
SELECT json_object(
  'total', (SELECT count(*) FROM found),
  'page', :page,
  'customers', json((SELECT json_group_array(json(p.body) ORDER BY p.name, p.id)
                     FROM (SELECT * FROM found ORDER BY name, id LIMIT :page_size OFFSET (:page - 1) * :page_size) p))
);
