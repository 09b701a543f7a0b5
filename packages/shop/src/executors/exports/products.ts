import { defineExport } from '@longshore/executors';
import { keyset } from '@longshore/postgres';
import { Product } from '../../products/product.js';
import { selectProducts } from '../../products/select-products.js';

export default defineExport({
  type: 'products',
  title: { zh: '商品', en: 'Products' },
  row: Product,
  rows: (_query, { db }) => keyset(db, selectProducts()),
});
