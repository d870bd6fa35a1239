-- Look a customer up by its key.

-- @let
-- @missing not_found: No customer has the id {key}.
SELECT name AS customer_name FROM customers WHERE id = :key;
