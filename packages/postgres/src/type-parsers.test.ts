import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { parseTimestamp, typeParsers } from './type-parsers.js';

describe('parseTimestamp', () => {
  it('reads what PostgreSQL writes as Date would', () => {
    const times = fc.date({
      min: new Date('0100-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    const zones = fc.constantFrom('+00', '+08', '-03:30', '+05:45', '');
    fc.assert(
      fc.property(times, zones, (time, zone) => {
        const local = time.toISOString().replace('T', ' ').replace('Z', '');
        const iso = `${local.replace(' ', 'T')}${zone === '' ? 'Z' : zone.length === 3 ? `${zone}:00` : zone}`;
        expect(parseTimestamp(local + zone)).toEqual(new Date(iso));
        expect(parseTimestamp(`${local}999${zone}`)).toEqual(new Date(iso));
      }),
    );
  });

  it('reads days and whole seconds', () => {
    expect(parseTimestamp('2026-01-31')).toEqual(new Date('2026-01-31T00:00:00Z'));
    expect(parseTimestamp('2026-01-31 08:05:00+00')).toEqual(new Date('2026-01-31T08:05:00Z'));
  });

  it('reads nothing of the text before', () => {
    expect(parseTimestamp('2026-01-31 08:05:00.123')).toEqual(new Date('2026-01-31T08:05:00.123Z'));
    expect(parseTimestamp('2026-01-31 08:05:00')).toEqual(new Date('2026-01-31T08:05:00Z'));
  });

  it('leaves other forms to the parser of pg', () => {
    for (const text of [
      'infinity',
      '0244-03-15 BC',
      '0044-03-15 12:00:00+00 BC',
      '12026-01-01 00:00:00+00',
      '1890-01-01 00:00:00+08:05:43',
    ])
      expect(parseTimestamp(text)).toBeNull();
    expect(typeParsers.getTypeParser(1184)('0044-03-15 12:00:00+00 BC')).toEqual(
      pg.types.getTypeParser(1184)('0044-03-15 12:00:00+00 BC'),
    );
  });
});
