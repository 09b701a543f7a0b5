import { describe, expect, it } from 'vitest';
import { faultOf } from './fault-of.js';

const serverError = (code: string) =>
  Object.assign(new Error('secret value'), { severity: 'ERROR', code });
const kindOf = (code: string) => faultOf(serverError(code)).kind;

describe('faultOf', () => {
  it('blames the row for its data', () => {
    expect(['21000', '22001', '22P02', '23505', '23999'].map(kindOf)).toEqual([
      'row',
      'row',
      'row',
      'row',
      'row',
    ]);
  });

  it.each([
    ['21000', 'repeated_in_chunk'],
    ['22P05', 'bad_character'],
    ['22P02', 'refused'],
    ['23001', 'rule_broken'],
    ['23P01', 'rule_broken'],
    ['23999', 'refused'],
  ])('tells why a row is refused: %s', (code, refusal) => {
    expect(faultOf(serverError(code))).toMatchObject({ code, refusal, values: {} });
  });

  it('is not misled by a value that reads like a detail', () => {
    const detail = 'Key (sku)=(a) is still referenced from table "b") is not present in table "c".';
    expect(faultOf(Object.assign(serverError('23503'), { detail }))).toMatchObject({
      refusal: 'reference_missing',
      values: { columns: 'sku' },
    });
  });

  it('blames the system for what a retry can heal', () => {
    const codes = ['08006', '40003', '53200', '57014', '58030', '55P03', '25006', '25P03'];
    expect(new Set(codes.map(kindOf))).toEqual(new Set(['system']));
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'])
      expect(faultOf(Object.assign(new Error('x'), { code })).kind).toBe('system');
    for (const message of [
      'Connection terminated unexpectedly',
      'timeout exceeded when trying to connect',
    ])
      expect(faultOf(new Error(message)).kind).toBe('system');
  });

  it('blames nobody for a transaction that the server undid in favour of another', () => {
    expect(['40001', '40P01'].map(kindOf)).toEqual(['conflict', 'conflict']);
  });

  it('blames nobody when the server itself cannot serve', () => {
    const codes = ['53300', '57P01', '57P02', '57P03'];
    expect(new Set(codes.map(kindOf))).toEqual(new Set(['away']));
  });

  it('blames the program for the rest', () => {
    expect(['42601', '42P01', '25P02', '28P01', 'XX000'].map(kindOf)).toEqual([
      'program',
      'program',
      'program',
      'program',
      'program',
    ]);
    expect(faultOf(new TypeError('x')).kind).toBe('program');
    expect(faultOf('thrown text').kind).toBe('program');
  });

  it('looks at what a wrapped error was caused by', () => {
    expect(faultOf(new Error('save failed', { cause: serverError('23505') }))).toEqual({
      kind: 'row',
      code: '23505',
      refusal: 'duplicate',
      values: {},
      message: 'exists already',
    });
  });

  it('shows no value of the database to a user', () => {
    expect(
      ['22P02', '42601', '57014'].map((code) => faultOf(serverError(code)).message).join(),
    ).not.toContain('secret');
  });
});
