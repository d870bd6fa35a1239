-- Fetch one product.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1products~1{product_id}/get

-- @return 200
-- @missing not_found: No product has the id {product_id}.
SELECT body FROM product_json WHERE id = :product_id;
