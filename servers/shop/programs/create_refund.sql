-- Create a refund of a payment.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1payments~1{payment_id}~1refunds/post

-- @require not_found: No payment has the id {payment_id}.
SELECT EXISTS (SELECT 1 FROM payments WHERE id = :payment_id);

-- @let
SELECT new_id('refunds') AS refund_id;

-- @run
INSERT INTO refunds (id, object, payment, amount, reason, created)
VALUES (:refund_id, 'refund', :payment_id, :amount, :reason, now('unix'));

-- @return 201
SELECT body FROM refund_json WHERE id = :refund_id;
