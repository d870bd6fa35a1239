-- Show one customer.
-- source: https://shop.example/docs/customers#get

-- @return 200
-- @missing not_found: No customer has the id {customer_id}.
SELECT body FROM customer_json WHERE id = :customer_id;
