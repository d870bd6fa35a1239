-- Delete a product.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1products~1{product_id}/delete

-- @let
-- @missing not_found: No product has the id {product_id}.
SELECT json_object('deleted', json('true'), 'id', t.id) AS gone FROM product_json t WHERE t.id = :product_id;

-- @run
DELETE FROM products
WHERE id = :product_id;

-- @return 200
SELECT :gone;
