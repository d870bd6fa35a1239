-- What the shop keeps: customers, their orders, and the items of each order.

CREATE TABLE customers (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL CONSTRAINT name_not_empty CHECK (name <> ''),  -- @error invalid_argument: A customer needs a name.
  email       TEXT NOT NULL UNIQUE,  -- @error conflict: Another customer already uses the e-mail address {email}.
  active      INTEGER NOT NULL DEFAULT 1 CONSTRAINT active_boolean CHECK (active IN (0, 1)),
  address     TEXT CONSTRAINT address_json CHECK (json_valid(address)),
  created_at  TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id            TEXT PRIMARY KEY,
  customer_id   TEXT NOT NULL REFERENCES customers (id),
  status        TEXT NOT NULL DEFAULT 'pending' CONSTRAINT status_known CHECK (status IN ('pending', 'paid', 'shipped', 'cancelled')),
  note          TEXT,
  tags          TEXT NOT NULL DEFAULT '[]' CONSTRAINT tags_json CHECK (json_valid(tags)),
  total         INTEGER NOT NULL CONSTRAINT total_not_negative CHECK (total >= 0),  -- @error invalid_argument: The total of an order is not negative.
  created_at    TEXT NOT NULL,
  updated_at    TEXT,
  cancelled_at  TEXT
) STRICT;
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE INDEX orders_by_creation ON orders (created_at, id);

CREATE TABLE order_items (
  order_id    TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  sku         TEXT NOT NULL,
  quantity    INTEGER NOT NULL CONSTRAINT quantity_positive CHECK (quantity > 0),  -- @error invalid_argument: Every item needs a quantity of at least one.
  price       INTEGER NOT NULL,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

-- A customer as the service shows it.
CREATE VIEW customer_json AS
SELECT c.*, json_object(
  'id', c.id,
  'name', c.name,
  'email', c.email,
  'active', json(iif(c.active, 'true', 'false')),
  'address', json(c.address),
  'created_at', c.created_at
) AS body
FROM customers c;

-- An order as the service shows it, with its items in the order in which they were given.
CREATE VIEW order_json AS
SELECT o.*, json_object(
  'id', o.id,
  'customer', o.customer_id,
  'status', o.status,
  'note', o.note,
  'tags', json(o.tags),
  'items', json((SELECT json_group_array(json_object('sku', i.sku, 'quantity', i.quantity, 'price', i.price) ORDER BY i.position)
                 FROM order_items i WHERE i.order_id = o.id)),
  'total', o.total,
  'created_at', o.created_at,
  'updated_at', o.updated_at,
  'cancelled_at', o.cancelled_at
) AS body
FROM orders o;
