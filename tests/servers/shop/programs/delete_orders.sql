-- Delete several orders at once; none is deleted if one is unknown.
-- source: https://shop.example/docs/orders#bulk-delete

-- @refuse not_found: No order has the id {id}.
SELECT i.value AS id FROM json_each(:order_ids) i
WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = i.value)
ORDER BY i.key;

-- @run
DELETE FROM orders WHERE id IN (SELECT i.value FROM json_each(:order_ids) i);

-- @return 200
SELECT json_object('deleted', json_array_length(:order_ids));
