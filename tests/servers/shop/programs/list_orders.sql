-- List orders, newest first, a page at a time.
-- source: https://shop.example/docs/orders#list

-- @use find_customer key=:customer
-- @if customer

-- @let
-- @missing invalid_argument: No order has the id {starting_after}.
-- @if starting_after
SELECT created_at AS after_created_at FROM orders WHERE id = :starting_after;

-- @rows page(id, created_at, body)
SELECT o.id, o.created_at, o.body FROM order_json o
WHERE TRUE
  AND o.customer_id = :customer                                             -- @if customer
  AND o.status = :status                                                    -- @if status
  AND o.created_at >= :created_from                                         -- @if created_from
  AND EXISTS (SELECT 1 FROM json_each(o.tags) t WHERE t.value = :tag)       -- @if tag
  AND (o.created_at, o.id) < (:after_created_at, :starting_after)           -- @if starting_after
ORDER BY o.created_at DESC, o.id DESC
LIMIT :limit + 1;

-- @return 200
SELECT json_object(
  'data', json((SELECT json_group_array(json(p.body) ORDER BY p.created_at DESC, p.id DESC)
                FROM (SELECT * FROM page ORDER BY created_at DESC, id DESC LIMIT :limit) p)),
  'has_more', json(iif((SELECT count(*) FROM page) > :limit, 'true', 'false'))
);
