-- Change a product; what is not named stays as it is.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1products~1{product_id}/patch

-- @run
-- @missing not_found: No product has the id {product_id}.
UPDATE products SET
  name = :name,                -- @if name
  description = :description,  -- @if description
  category = :category,        -- @if category
  price = :price,              -- @if price
  stock = :stock,              -- @if stock
  active = :active,            -- @if active
  object = object
WHERE id = :product_id;

-- @return 200
SELECT body FROM product_json WHERE id = :product_id;
