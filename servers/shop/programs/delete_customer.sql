-- Delete a customer.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1customers~1{customer_id}/delete

-- @require not_found: No customer has the id {customer_id}.
SELECT EXISTS (SELECT 1 FROM customers WHERE id = :customer_id);

-- @require failed_precondition: The customer still has orders.
SELECT NOT EXISTS (SELECT 1 FROM customers t JOIN orders r ON r.customer = t.id WHERE t.id = :customer_id);

-- @let
SELECT json_object('deleted', json('true'), 'id', t.id) AS gone FROM customer_json t WHERE t.id = :customer_id;

-- @run
DELETE FROM customers
WHERE id = :customer_id;

-- @return 200
SELECT :gone;
