import { defineExport } from '@longshore/executors';
import { Contact, serviceUrl, title } from '../../contact.js';

export default defineExport({
  type: 'contacts',
  title,
  row: Contact,
  async *rows(_query, { signal }) {
    for (let page = 0; ; page++) {
      const answer = await fetch(serviceUrl(`/contacts?page=${page}`), { signal });
      const contacts = (await answer.json()) as Contact[];
      if (contacts.length === 0) return;
      yield contacts;
    }
  },
});
