import { defineImport } from '@longshore/executors';
import { Contact, serviceUrl, title } from '../../contact.js';

export default defineImport({
  type: 'contacts',
  title,
  row: Contact,
  key: 'email',
  chunkRows: 50,
  save: async (rows, { signal }) => {
    const answer = await fetch(serviceUrl('/contacts'), {
      method: 'POST',
      signal,
      body: JSON.stringify(rows.map(({ idempotencyKey, value }) => ({ idempotencyKey, ...value }))),
    });
    if (!answer.ok) throw new Error(`The service answered ${answer.status}.`);
  },
});
