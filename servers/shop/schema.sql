-- Tables of Shop API. Rendered from plan.json: change the plan, not this file.
-- source: https://docs.shop.example/openapi.yaml

-- Customers, a row each.
CREATE TABLE customers (
  id       TEXT PRIMARY KEY,      -- made by the server: cus_{alnum:14}
  object   TEXT NOT NULL CONSTRAINT object_known CHECK (object IN ('customer')),
  name     TEXT NOT NULL,
  email    TEXT NOT NULL UNIQUE,  -- @error conflict: Another customer has this email.
  phone    TEXT,
  country  TEXT NOT NULL,         -- Two capital letters.
  address  TEXT CHECK (json_valid(address)),
  created  INTEGER NOT NULL       -- When the customer was created.
) STRICT;
CREATE INDEX customers_by_country ON customers (country);

-- Products, a row each.
CREATE TABLE products (
  id           TEXT PRIMARY KEY,                           -- made by the server: prod_{alnum:12}
  object       TEXT NOT NULL CONSTRAINT object_known CHECK (object IN ('product')),
  sku          TEXT NOT NULL UNIQUE,                       -- @error conflict: Another product has this sku.
  name         TEXT NOT NULL,
  description  TEXT,
  category     TEXT NOT NULL CONSTRAINT category_known CHECK (category IN ('clothing', 'home', 'books', 'garden', 'toys')),
  price        INTEGER NOT NULL,                           -- In the smallest unit of the currency, so in cents.
  currency     TEXT NOT NULL CONSTRAINT currency_known CHECK (currency IN ('eur', 'usd', 'gbp')),
  stock        INTEGER NOT NULL,                           -- How many are there to be sold.
  active       INTEGER NOT NULL CHECK (active IN (0, 1)),  -- Whether the product is on sale.
  created      INTEGER NOT NULL                            -- When the product was added.
) STRICT;
CREATE INDEX products_by_active ON products (active);
CREATE INDEX products_by_category ON products (category);
CREATE INDEX products_by_price ON products (price);

-- Orders, a row each.
CREATE TABLE orders (
  id                TEXT PRIMARY KEY,                                                         -- made by the server: ord_{alnum:14}
  object            TEXT NOT NULL CONSTRAINT object_known CHECK (object IN ('order')),
  customer          TEXT NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,               -- The id of the customer who ordered.
  status            TEXT NOT NULL CONSTRAINT status_known CHECK (status IN ('pending', 'paid', 'shipped', 'cancelled')),  -- A new order is `pending`.
  items             TEXT NOT NULL CHECK (json_valid(items)),                                  -- What was ordered.
  total             INTEGER NOT NULL,                                                         -- What the customer is to pay, in cents.
  currency          TEXT NOT NULL CONSTRAINT currency_known CHECK (currency IN ('eur', 'usd', 'gbp')),
  note              TEXT,
  shipping_address  TEXT CHECK (json_valid(shipping_address)),
  tracking_number   TEXT,                                                                     -- The number under which the carrier knows the parcel.
  created           INTEGER NOT NULL,                                                         -- When the order was created.
  paid_at           INTEGER,                                                                  -- When the order was paid, if it was.
  shipped_at        INTEGER,                                                                  -- When the order was shipped, if it was.
  cancelled_at      INTEGER                                                                   -- When the order was cancelled, if it was.
) STRICT;
CREATE INDEX orders_by_customer ON orders (customer);
CREATE INDEX orders_by_status ON orders (status);
CREATE INDEX orders_by_created ON orders (created);

-- Payments, a row each.
CREATE TABLE payments (
  id         TEXT PRIMARY KEY,                               -- made by the server: pay_{alnum:14}
  object     TEXT NOT NULL CONSTRAINT object_known CHECK (object IN ('payment')),
  "order"    TEXT REFERENCES orders (id) ON DELETE CASCADE,  -- The id of the order that was paid for.
  amount     INTEGER NOT NULL,                               -- In the smallest unit of the order's currency.
  method     TEXT NOT NULL CONSTRAINT method_known CHECK (method IN ('card', 'transfer', 'cash', 'voucher')),
  reference  TEXT,                                           -- What the bank statement says.
  created    INTEGER NOT NULL                                -- When the payment was recorded.
) STRICT;
CREATE INDEX payments_by_order ON payments ("order");

-- Refunds, a row each.
CREATE TABLE refunds (
  id       TEXT PRIMARY KEY,                                 -- made by the server: ref_{alnum:14}
  object   TEXT NOT NULL CONSTRAINT object_known CHECK (object IN ('refund')),
  payment  TEXT REFERENCES payments (id) ON DELETE CASCADE,  -- The id of the payment that is refunded.
  amount   INTEGER NOT NULL,                                 -- How much goes back.
  reason   TEXT NOT NULL CONSTRAINT reason_known CHECK (reason IN ('damaged', 'unwanted', 'late', 'mistake')),
  created  INTEGER NOT NULL                                  -- When the refund was recorded.
) STRICT;
CREATE INDEX refunds_by_payment ON refunds (payment);

-- The JSON form of a customer.
CREATE VIEW customer_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'object', t.object,
  'name', t.name,
  'email', t.email,
  'phone', t.phone,
  'country', t.country,
  'address', json(t.address),
  'created', t.created
) AS body
FROM customers t;

-- The JSON form of a product.
CREATE VIEW product_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'object', t.object,
  'sku', t.sku,
  'name', t.name,
  'description', t.description,
  'category', t.category,
  'price', t.price,
  'currency', t.currency,
  'stock', t.stock,
  'active', json(iif(t.active, 'true', 'false')),
  'created', t.created
) AS body
FROM products t;

-- The JSON form of an order.
CREATE VIEW order_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'object', t.object,
  'customer', t.customer,
  'status', t.status,
  'items', json(t.items),
  'total', t.total,
  'currency', t.currency,
  'note', t.note,
  'shipping_address', json(t.shipping_address),
  'tracking_number', t.tracking_number,
  'created', t.created,
  'paid_at', t.paid_at,
  'shipped_at', t.shipped_at,
  'cancelled_at', t.cancelled_at
) AS body
FROM orders t;

-- The JSON form of a payment.
CREATE VIEW payment_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'object', t.object,
  'order', t."order",
  'amount', t.amount,
  'method', t.method,
  'reference', t.reference,
  'created', t.created
) AS body
FROM payments t;

-- The JSON form of a refund.
CREATE VIEW refund_json AS
SELECT t.*, t._rowid_ AS entry, json_object(
  'id', t.id,
  'object', t.object,
  'payment', t.payment,
  'amount', t.amount,
  'reason', t.reason,
  'created', t.created
) AS body
FROM refunds t;
