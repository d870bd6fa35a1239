-- Delete a customer who has no orders.
-- source: https://shop.example/docs/customers#delete

-- @use find_customer key=:customer_id

-- @run
-- @violates failed_precondition: {customer_name} has orders and cannot be deleted.
DELETE FROM customers WHERE id = :customer_id;

-- @return 200
SELECT json_object('id', :customer_id, 'deleted', json('true'));
