/**
 * What is wrong with a cell: a code and a few words in en or zh, from zod's issue. Used by
 * validateRow.
 */
import type { Language } from '@longshore/contract';
import type * as z from 'zod';
import { plainDecimal, toText } from './cell-text.js';
import { isCellError, isCellProblem } from './columns-of.js';
import { AMBIGUOUS, NOT_A_NUMBER, readingsOf, TOO_MANY_DIGITS } from './parse-number.js';

type Words = Readonly<Record<Language, string>>;

export interface Complaint {
  readonly code: string;
  readonly words: Words;
}

type Issue = z.core.$ZodIssue | z.core.$ZodRawIssue;

/** `value`: the cell as it was converted; undefined when it was blank. */
export function complaintOf(issue: Issue, value: unknown): Complaint {
  if (value === undefined || value === null) return isCheck(issue) ? INVALID : REQUIRED;
  if (isCellError(value))
    return say('cell_error', `is the error ${value.error}`, `单元格是错误 ${value.error}`);
  if (isCellProblem(value)) return problemOf(value);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'date' && typeof value === 'number') return bareNumber(value);
      return WRONG_TYPE[String(issue.expected)] ?? INVALID;
    case 'invalid_value':
      return unknownLabel((issue.values as readonly unknown[]).map(String));
    case 'too_small':
      return bound(LOWER, issue as Bounded);
    case 'too_big':
      return bound(UPPER, issue as Bounded);
    case 'not_multiple_of':
      return say(
        'not_a_multiple',
        `must be a multiple of ${issue.divisor}`,
        `必须是 ${issue.divisor} 的倍数`,
      );
    case 'invalid_format':
      return say('wrong_format', 'has the wrong format', '格式不正确');
    default:
      return INVALID;
  }
}

/** A check of the user's own, on the row or on a blank: not the same as a missing value. */
const isCheck = (issue: Issue): boolean => issue.code === 'custom' || issue.path?.length === 0;

const say = (code: string, en: string, zh: string): Complaint => ({ code, words: { en, zh } });

const REQUIRED = say('required', 'required', '必填');
const INVALID = say('invalid', 'is not valid', '无效');

const NO_NUMBER = say(NOT_A_NUMBER, 'must be a number', '必须是数字');

/** Excel keeps a day as a number, and shows the day where the cell is formatted as a date. */
const bareNumber = (value: number): Complaint =>
  say(
    'number_not_date',
    `is the number ${value}; format the cell as a date`,
    `是数字 ${value}；请将单元格设为日期格式`,
  );

const WRONG_TYPE: Readonly<Record<string, Complaint>> = {
  string: say('not_text', 'must be text', '必须是文本'),
  number: NO_NUMBER,
  int: say('not_whole', 'must be a whole number', '必须是整数'),
  boolean: say('not_a_boolean', 'must be yes or no', '必须是“是”或“否”'),
  date: say('not_a_date', 'must be a date like 2026-01-31', '必须是日期，如 2026-01-31'),
};

interface CellProblem {
  readonly problem: string;
  readonly text?: string;
}

/** A cell that the reader could not take, under the reader's own code. */
function problemOf({ problem, text = '' }: CellProblem): Complaint {
  switch (problem) {
    case 'digits_lost':
      return say(
        problem,
        `has lost digits: ${text} has more than the 15 that Excel keeps; format the cell as text and type it again`,
        `数字已丢失精度：${text} 超过 Excel 能保留的 15 位；请将单元格设为文本格式后重新输入`,
      );
    case TOO_MANY_DIGITS:
      return say(
        problem,
        `${text} has more digits than a number holds; write fewer`,
        `${text} 的位数超出数字能保存的精度，请减少位数`,
      );
    case NOT_A_NUMBER:
      return NO_NUMBER;
    case 'formula_without_result':
      return say(
        problem,
        'is a formula without a result; open the file in Excel and save it again',
        '公式没有计算结果，请在 Excel 中打开并重新保存',
      );
    case AMBIGUOUS: {
      const [first, second] = readingsOf(text);
      return say(
        problem,
        `${text} can mean ${first} or ${second}; say options.decimal`,
        `${text} 可以是 ${first} 或 ${second}；请用 options.decimal 指明小数点`,
      );
    }
    case 'time_of_day':
      return say(problem, `is the time ${text} without a day`, `是时间 ${text}，没有日期`);
    default:
      return { code: problem, words: INVALID.words };
  }
}

const LABELS_SHOWN = 8;

function unknownLabel(labels: readonly string[]): Complaint {
  const more = labels.length > LABELS_SHOWN;
  const shown = labels.slice(0, LABELS_SHOWN);
  return say(
    'unknown_label',
    `must be one of ${shown.join(', ')}${more ? ', …' : ''}`,
    `必须是：${shown.join('、')}${more ? '……' : ''}`,
  );
}

interface Bounded {
  readonly origin: string;
  readonly inclusive?: boolean;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
}

interface Side {
  readonly number: { readonly code: string; readonly sign: string; readonly zh: string };
  readonly text: { readonly code: string; readonly en: string; readonly zh: string };
  readonly date: { readonly en: string; readonly zh: string };
}

const LOWER: Side = {
  number: { code: 'too_small', sign: '>', zh: '大于' },
  text: { code: 'too_short', en: 'must have at least', zh: '至少' },
  date: { en: 'must not be before', zh: '不能早于' },
};
const UPPER: Side = {
  number: { code: 'too_big', sign: '<', zh: '小于' },
  text: { code: 'too_long', en: 'must have at most', zh: '最多' },
  date: { en: 'must not be after', zh: '不能晚于' },
};

function bound(side: Side, { origin, inclusive = false, minimum, maximum }: Bounded): Complaint {
  const limit = Number(minimum ?? maximum);
  if (origin === 'string')
    return say(
      side.text.code,
      `${side.text.en} ${limit} characters`,
      `${side.text.zh} ${limit} 个字符`,
    );
  if (origin === 'date') {
    const day = toText(new Date(limit));
    return say(side.number.code, `${side.date.en} ${day}`, `${side.date.zh} ${day}`);
  }
  const number = plainDecimal(limit);
  return say(
    side.number.code,
    `must be ${side.number.sign}${inclusive ? '=' : ''} ${number}`,
    `必须${side.number.zh}${inclusive ? '或等于' : ''} ${number}`,
  );
}
