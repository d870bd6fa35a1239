-- Fetch one customer.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1customers~1{customer_id}/get

-- @return 200
-- @missing not_found: No customer has the id {customer_id}.
SELECT body FROM customer_json WHERE id = :customer_id;
