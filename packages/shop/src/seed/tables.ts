/** The tables of the shop. */
export const TABLES = `
  CREATE TYPE order_status AS ENUM ('pending', 'paid', 'shipped', 'completed', 'cancelled');

  CREATE TABLE categories (
    code text PRIMARY KEY,
    name text NOT NULL UNIQUE
  );
  CREATE TABLE products (
    sku text PRIMARY KEY,
    name text NOT NULL,
    category text NOT NULL REFERENCES categories,
    price numeric NOT NULL CHECK (price >= 0),
    status smallint NOT NULL CHECK (status IN (0, 1))
  );
  CREATE TABLE customers (
    id integer PRIMARY KEY,
    name text NOT NULL
  );
  CREATE TABLE orders (
    id bigint PRIMARY KEY,
    placed_at timestamptz NOT NULL,
    customer_id integer NOT NULL,
    sku text NOT NULL,
    quantity integer NOT NULL,
    price numeric(12,2) NOT NULL,
    amount numeric(12,2) NOT NULL,
    status order_status NOT NULL,
    invoiced boolean NOT NULL,
    remark text
  );
  CREATE TABLE retail_lines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_no text NOT NULL,
    stock_code text NOT NULL,
    description text,
    quantity integer NOT NULL,
    invoice_date timestamptz NOT NULL,
    unit_price numeric NOT NULL,
    customer_id bigint NOT NULL,
    country text
  );`;

/**
 * After the first rows: checking and ordering them all at once takes a fiftieth of the time of one
 * by one.
 */
export const REFERENCES = `
  ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers, ADD FOREIGN KEY (sku) REFERENCES products;
  CREATE INDEX ON orders (placed_at, id);
  CREATE INDEX ON orders (amount, id);
  CREATE INDEX ON orders (status, id);
  ANALYZE customers, products, orders;`;

/**
 * What the settlement needs, apart from the tables, since shops were made before it; and after the
 * first rows, as an index is made faster at once.
 */
export const SETTLEMENTS = `
  ALTER TABLE orders ADD COLUMN settle_state smallint NOT NULL DEFAULT 0, ADD COLUMN settle_remark varchar(200);
  CREATE INDEX ON orders (id) WHERE settle_state = 0;
  CREATE TABLE settlements (
    order_id bigint PRIMARY KEY,
    fee numeric(12,2) NOT NULL,
    settled_at timestamptz NOT NULL DEFAULT now()
  );`;

/** Payments of the bank, and what became of each; apart, since shops were made before it. */
export const PAYMENTS = `
  CREATE TABLE payments (
    payment_no text PRIMARY KEY,
    order_id bigint NOT NULL,
    amount numeric NOT NULL,
    book_state smallint NOT NULL DEFAULT 0,
    book_remark varchar(200)
  );
  CREATE INDEX ON payments (payment_no) WHERE book_state = 0;`;

/** Stands for the books of another system, which takes each posting once, by its key. */
export const POSTINGS = `
  CREATE TABLE postings (
    key text PRIMARY KEY,
    day date NOT NULL,
    orders integer NOT NULL,
    fees numeric(14,2) NOT NULL,
    posted_at timestamptz NOT NULL DEFAULT now()
  );`;
