import { defineImport } from '@longshore/executors';
import { removeRows } from '@longshore/postgres';
import { Product } from '../../products/product.js';
import { saveProducts } from '../../products/save-products.js';
import { storedProducts } from '../../products/stored-products.js';

export default defineImport({
  type: 'products',
  title: { zh: '商品', en: 'Products' },
  row: Product,
  key: 'sku',
  save: saveProducts,
  current: storedProducts,
  policy: ['skip', 'all-or-nothing'],
  remove: removeRows({ table: 'products', key: 'sku' }),
  undo: true,
});
