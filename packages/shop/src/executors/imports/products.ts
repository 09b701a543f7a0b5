import { defineImport } from '@longshore/executors';
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
});
