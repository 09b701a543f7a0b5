import { UploadOptions } from '@longshore/contract';
import { TEXT_ENCODINGS } from '@longshore/workbook';
import { expect, test } from 'vitest';

test('a caller can name each encoding that the reader asks about', () => {
  for (const encoding of TEXT_ENCODINGS)
    expect(UploadOptions.parse({ encoding })).toEqual({ encoding });
});
