-- Create a product.
-- source: https://docs.shop.example/openapi.yaml#/paths/~1products/post

-- @let
SELECT new_id('products') AS product_id;

-- @run
INSERT INTO products (id, object, sku, name, description, category, price, currency, stock, active, created)
VALUES (
  :product_id, 'product', :sku, :name, :description, :category, :price, :currency, :stock, :active,
  now('unix')
);

-- @return 201
SELECT body FROM product_json WHERE id = :product_id;
