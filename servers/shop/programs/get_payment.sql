-- Fetch one payment.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1payments~1{payment_id}/get

-- @return 200
-- @missing not_found: No payment has the id {payment_id}.
SELECT body FROM payment_json WHERE id = :payment_id;
