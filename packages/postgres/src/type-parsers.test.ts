import { printedText } from '@longshore/database';
import fc from 'fast-check';
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

  it('reads offsets with seconds, of days before time zones', () => {
    expect(parseTimestamp('1890-01-01 08:05:43+08:05:43')).toEqual(
      new Date('1890-01-01T00:00:00Z'),
    );
    expect(parseTimestamp('1850-01-01 00:00:00-04:56:02')).toEqual(
      new Date('1850-01-01T04:56:02Z'),
    );
  });

  it('looks at no byte behind the text', () => {
    parseTimestamp('2026-01-31 08:05:00.5');
    expect(parseTimestamp('2026-01-31 08:05:00')).toEqual(new Date('2026-01-31T08:05:00Z'));
  });

  it('leaves as text what no Date holds', () => {
    for (const text of [
      'infinity',
      '0244-03-15 BC',
      '0044-03-15 12:00:00+00 BC',
      '12026-01-01 00:00:00+00',
      '1890-01-01 00:00:00+08:05:43 BC',
    ]) {
      expect(parseTimestamp(text)).toBeNull();
      expect(typeParsers.getTypeParser(1184)(text)).toBe(text);
    }
  });
});

describe('typeParsers', () => {
  it('keep the text of values that are objects', () => {
    const texts: readonly (readonly [oid: number, text: string])[] = [
      [1184, '2026-01-31 08:05:00.123456+00'],
      [1186, '1 year 04:05:06'],
      [600, '(1.5,-2)'],
      [17, '\\x00ff'],
      [1007, '{1,NULL}'],
      [3802, '{"n": 12345678901234567890}'],
    ];
    for (const [oid, text] of texts)
      expect(printedText(Object(typeParsers.getTypeParser(oid, 'text')(text)))).toBe(text);
  });

  it('keep the digits of a JSON document that is a number', () => {
    expect(typeParsers.getTypeParser(3802)('12345678901234567890')).toBe('12345678901234567890');
    expect(typeParsers.getTypeParser(114)('1.50')).toBe(1.5);
  });
});
