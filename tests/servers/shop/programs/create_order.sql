-- Place an order for a customer.
-- source: https://shop.example/docs/orders#create

-- @use find_customer key=:customer

-- @let
INSERT INTO orders (id, customer_id, note, tags, total, created_at)
VALUES (new_id('orders'), :customer, :note, :tags,
        (SELECT sum((i.value ->> 'quantity') * (i.value ->> 'price')) FROM json_each(:items) i), now())
RETURNING id AS order_id;

-- @run
INSERT INTO order_items (order_id, position, sku, quantity, price)
SELECT :order_id, i.key, i.value ->> 'sku', i.value ->> 'quantity', i.value ->> 'price' FROM json_each(:items) i;

-- @return 201
SELECT body FROM order_json WHERE id = :order_id;
