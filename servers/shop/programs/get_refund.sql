-- Fetch one refund.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1refunds~1{refund_id}/get

-- @return 200
-- @missing not_found: No refund has the id {refund_id}.
SELECT body FROM refund_json WHERE id = :refund_id;
