/**
 * The shop's first rows, made inside the server, the same each time: what looks random is a hash of
 * the row's number.
 */
import { type SqlText, sql } from '@longshore/postgres';

const CUSTOMERS = 5_000;
const PRODUCTS = 3_000;

/**
 * `pick(n, salt, choices)`: 0 to choices - 1. The hash is that of hash partitions, so it stays the
 * same across versions.
 */
export const PICK = `
  CREATE FUNCTION pg_temp.pick(n bigint, salt bigint, choices bigint) RETURNS integer IMMUTABLE LANGUAGE sql
  AS 'SELECT abs(hashint8extended(n, salt) % choices)::integer'`;

const CATEGORIES = {
  books: '图书',
  digital: '数码',
  food: '食品',
  garden: '园艺',
  home: '家居',
  kids: '母婴',
  office: '办公',
  outdoor: '户外',
  pets: '宠物',
  sports: '运动',
  tools: '工具',
  toys: '玩具',
};

export const insertCategories = (): SqlText =>
  sql`INSERT INTO categories SELECT * FROM unnest(${Object.keys(CATEGORIES)}::text[], ${Object.values(CATEGORIES)}::text[])`;

const CHINESE_FAMILY = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const CHINESE_GIVEN = '伟 芳 娜 敏 静 秀英 丽 强 磊 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 建国'.split(
  ' ',
);
const ENGLISH_GIVEN = [
  'Ada',
  'Ben',
  'Chloe',
  'Dylan',
  'Emma',
  'Finn',
  'Grace',
  'Henry',
  'Isla',
  "Liam O'",
  'Zoë',
  'José',
];
const ENGLISH_FAMILY = [
  'Smith',
  'Jones',
  'Taylor',
  'Brown',
  'Walker',
  'Hall',
  'Neil',
  'Müller',
  'García',
  'Lee & Sons',
];

/** Two of three have a Chinese name. */
export const insertCustomers = (): SqlText => sql`
  INSERT INTO customers
  SELECT n, CASE WHEN n % 3 > 0 THEN ${one(CHINESE_FAMILY, 1)} || ${one(CHINESE_GIVEN, 2)}
                 ELSE ${one(ENGLISH_GIVEN, 3)} || ' ' || ${one(ENGLISH_FAMILY, 4)} END
  FROM generate_series(1, ${CUSTOMERS}::integer) AS n`;

const CHINESE_MAKE = ['不锈钢', '纯棉', '便携式', '儿童', '智能', '加厚', '防水', '复古'];
const CHINESE_THING = ['保温杯', '台灯', '双肩包', '收纳盒', '雨伞', '笔记本', '耳机', '毛巾'];
const ENGLISH_MAKE = [
  'Canvas',
  'Oak',
  'Ceramic',
  'Folding',
  'Mini',
  'Black & White',
  '12" Steel',
  'Soft <S>',
];
const ENGLISH_THING = [
  'Tote Bag',
  'Desk Lamp',
  'Mug',
  'Chair',
  'Speaker',
  'Notebook',
  'Ruler',
  'Blanket',
];
const MOST_CENTS = 99_900;

export const insertProducts = (): SqlText => sql`
  INSERT INTO products
  SELECT ${sku(sql`n`)},
         CASE WHEN n % 3 > 0 THEN ${one(CHINESE_MAKE, 1)} || ${one(CHINESE_THING, 2)} ELSE ${one(ENGLISH_MAKE, 3)} || ' ' || ${one(ENGLISH_THING, 4)} END,
         ${one(Object.keys(CATEGORIES), 5)},
         (100 + pg_temp.pick(n, 6, ${MOST_CENTS})) * 0.01,
         least(pg_temp.pick(n, 7, 10), 1)
  FROM generate_series(1, ${PRODUCTS}::integer) AS n`;

const REMARKS = [
  '请放门卫 & 谢谢',
  'Gift for "Tom & Jerry" <3',
  '尺寸 > 180cm，颜色 < 深',
  'call first: a < b && c > d',
  "don't ring",
  '易碎 "轻放" 🎁',
  '  spaces kept  ',
];
/** Two of three orders have no remark. */
const REMARKS_AND_NONE = [...REMARKS, ...REMARKS.flatMap(() => [null, null])];
const STATUSES = ['pending', 'paid', 'shipped', 'completed', 'completed', 'completed', 'cancelled'];
const MOST_QUANTITY = 20;

/** Orders `from` to `to`, one about every half minute since 2025. */
export const insertOrders = (from: number, to: number): SqlText => sql`
  INSERT INTO orders
  SELECT n, timestamptz '2025-01-01 00:00:00+00' + (n * 30 + pg_temp.pick(n, 1, 30)) * interval '1 second',
         1 + pg_temp.pick(n, 2, ${CUSTOMERS}), sku, quantity, price, quantity * price,
         ${one(STATUSES, 3)}::order_status, pg_temp.pick(n, 4, 2) = 1, ${one(REMARKS_AND_NONE, 5)}
  FROM generate_series(${from}::bigint, ${to}::bigint) AS n
  CROSS JOIN LATERAL (SELECT 1 + pg_temp.pick(n, 6, ${MOST_QUANTITY}) AS quantity, ${sku(sql`1 + pg_temp.pick(n, 7, ${PRODUCTS})`)} AS sku) AS item
  JOIN products USING (sku)
  ORDER BY n`;

const sku = (number: SqlText): SqlText => sql`'P' || lpad((${number})::text, 5, '0')`;

/** One of the texts, chosen by the hash of `n` and the salt. */
const one = (texts: readonly (string | null)[], salt: number): SqlText =>
  sql`(${texts}::text[])[1 + pg_temp.pick(n, ${salt}, ${texts.length})]`;
