import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { defineImport } from '@longshore/executors';
import * as z from 'zod';

/** Its rows name a picture beside the table, of which the digest is kept. */
export default defineImport({
  type: 'pictured',
  title: { zh: '带图', en: 'Pictured' },
  row: z.object({ key: z.string(), picture: z.string().meta({ attachment: true }) }),
  chunkRows: 50,
  save: async (rows, { tx, attachments }) => {
    const digests: string[] = [];
    for (const { value } of rows) {
      const hash = createHash('sha256');
      await pipeline(attachments.open(value.picture), hash);
      digests.push(hash.digest('hex'));
    }
    const keys = rows.map(({ value }) => value.key);
    await tx.query(
      'INSERT INTO pictures (key, digest) SELECT * FROM unnest($1::text[], $2::text[])',
      [keys, digests],
    );
  },
});
