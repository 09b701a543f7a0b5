import { defineBatch } from '@longshore/executors';
import { bookPayment } from '../../payments/book-payment.js';
import { Payment } from '../../payments/payment.js';

export default defineBatch({
  type: 'book-payments',
  title: { zh: '收款入账', en: 'Book payments' },
  row: Payment,
  source: { table: 'payments', key: 'payment_no', state: 'book_state', remark: 'book_remark' },
  each: bookPayment,
});
