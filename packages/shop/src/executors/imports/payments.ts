import { defineImport } from '@longshore/executors';
import { Payment } from '../../payments/payment.js';
import { savePayments } from '../../payments/save-payments.js';

export default defineImport({
  type: 'payments',
  title: { zh: '收款', en: 'Payments' },
  row: Payment,
  key: 'payment_no',
  save: savePayments,
  thenBatch: 'book-payments',
});
