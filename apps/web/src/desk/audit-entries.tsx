/** Entries of the audit log as columns of a table. */
import type { Texts } from '@longshore/client/react';
import type { AuditEntry } from '@longshore/contract/browser';
import type { LabelledColumn } from '../labelled-table.js';
import { linkTo } from '../use-route.js';
import type { DeskTexts } from './desk-texts.js';

export const entryColumns = (
  texts: DeskTexts,
  kinds: Texts['kinds'],
  time: (iso: string) => string,
): LabelledColumn<AuditEntry>[] => [
  { title: texts.when, render: (_, { at }) => time(at) },
  {
    title: texts.who,
    render: (_, { by, as }) => (
      <>
        <span className="words">{by}</span>
        <div className="soft">{texts.roles[as]}</div>
      </>
    ),
  },
  { title: texts.act, render: (_, { act }) => texts.acts[act] },
  {
    title: texts.detail,
    render: (_, { taskId, type, kind, detail, owner, by }) => (
      <>
        {taskId === null ? (type ?? '') : <a {...linkTo(`/tasks/${taskId}`)}>{type ?? taskId}</a>}
        <div className="soft words">
          {[kind === null ? '' : kinds[kind], isOthers(kind, owner, by) && owner, detail]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </>
    ),
  },
  {
    title: texts.where,
    render: (_, { address, userAgent }) => (
      <>
        {address ?? '–'}
        {userAgent !== null && <div className="soft words">{userAgent}</div>}
      </>
    ),
  },
];

/** Whose task it is, where that says more than who acted; routines are the system's own. */
const isOthers = (
  kind: AuditEntry['kind'],
  owner: AuditEntry['owner'],
  by: AuditEntry['by'],
): boolean => kind !== 'routine' && owner !== by;
