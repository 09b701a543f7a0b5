/** What components and the custom element say of a button's state. */
import type { Language } from '@longshore/contract/browser';
import type { ButtonState, Failure } from './button-state.js';
import { type Texts, textsOf } from './texts.js';

/**
 * The sentence beside the button: what goes on, or what is wrong and what to do. Empty when the
 * button says it all.
 */
export function sentenceOf(state: ButtonState, language: Language): string {
  const texts = textsOf(language);
  switch (state.name) {
    case 'running':
      return runningSentence(state, texts);
    case 'ready':
      return readySentence(state, texts);
    case 'expired':
      return texts.expired;
    case 'failed':
      return failureSentence(state.failure, texts);
    case 'offline':
      return [
        texts.offline,
        state.retryAt === null ? '' : texts.retryIn(secondsUntil(state.retryAt)),
      ]
        .filter(Boolean)
        .join(' ');
    case 'registering':
      return state.upload === null ? '' : texts.uploading(shareOf(state.upload));
    case 'idle':
      return state.failure === null ? '' : texts.notStarted(failureSentence(state.failure, texts));
    default:
      return '';
  }
}

/**
 * What a screen reader is told, each time it changes: an upload and a run by quarters, and how they
 * end. Empty for a failure:
 * its sentence is an alert of its own.
 */
export function announcementOf(state: ButtonState, language: Language): string {
  const texts = textsOf(language);
  const quarters = Math.floor((shareDone(state) ?? 0) * 4) / 4;
  switch (state.name) {
    case 'registering':
      return state.upload === null ? texts.registering : texts.uploading(quarters);
    case 'running':
      return [
        texts.phases[state.answer?.phase ?? 'queued'],
        quarters === 0 ? '' : `${quarters * 100} %`,
      ]
        .filter(Boolean)
        .join(', ');
    case 'offline':
      return texts.offline;
    case 'failed':
      return '';
    case 'idle':
    case 'clearing':
      return state.failure === null && state.taken !== null ? texts.ready : '';
    default:
      return sentenceOf(state, language);
  }
}

function readySentence({ answer }: ButtonState, texts: Texts): string {
  if (answer?.phase === 'previewed') return answer.message ?? '';
  const notices = answer?.notices ?? 0;
  return notices === 0 ? texts.ready : `${texts.ready} ${texts.notices(notices)}`;
}

const secondsUntil = (time: number): number => Math.max(0, Math.ceil((time - Date.now()) / 1_000));
const shareOf = ({ sentBytes, totalBytes }: { sentBytes: number; totalBytes: number }): number =>
  totalBytes === 0 ? 0 : sentBytes / totalBytes;

function runningSentence({ answer, joined }: ButtonState, texts: Texts): string {
  const { phase, progress } = answer ?? {};
  const rows =
    progress == null || progress.done === 0
      ? texts.phases[phase ?? 'queued']
      : texts.rows(progress.done, progress.total);
  const remaining = progress?.etaMs == null ? '' : texts.remaining(progress.etaMs);
  return [joined && progress == null ? texts.joined : rows, remaining].filter(Boolean).join(' · ');
}

/**
 * The server's sentence, already in the person's language, and the places it names; what never
 * reached a server has ours.
 */
export function failureSentence(failure: Failure | null, texts: Texts): string {
  if (failure === null) return '';
  if (failure.code === 'network' || failure.code === 'unauthenticated') return texts[failure.code];
  return [
    failure.message,
    ...failure.errors.map(({ path, message }) => `${path}: ${message}`),
  ].join(' ');
}

/** How far a running task or an upload is, 0 to 1; null while that is unknown. */
export function shareDone({ name, upload, answer }: ButtonState): number | null {
  if (name === 'registering') return upload === null ? null : shareOf(upload);
  const progress = answer?.progress;
  return progress?.total ? Math.min(1, progress.done / progress.total) : null;
}
