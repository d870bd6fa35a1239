-- Change a customer; what is not named stays as it is.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1customers~1{customer_id}/patch

-- @run
-- @missing not_found: No customer has the id {customer_id}.
UPDATE customers SET
  name = :name,        -- @if name
  email = :email,      -- @if email
  phone = :phone,      -- @if phone
  country = :country,  -- @if country
  address = :address,  -- @if address
  object = object
WHERE id = :customer_id;

-- @return 200
SELECT body FROM customer_json WHERE id = :customer_id;
