/**
 * The export button with its sentence, progress and ways out. It brings names for the host's
 * styles, and none of its own.
 */
import type { ExportFormat, Language } from '@longshore/contract/browser';
import { useId } from 'react';
import { sentenceOf } from '../button-sentences.js';
import type { ButtonState } from '../button-state.js';
import { type Texts, textsOf } from '../texts.js';
import { Announcement } from './announcement.js';
import { useLongshore } from './client-context.js';
import { type UseExportButtonResult, useExportButton } from './use-export-button.js';
import { useIsPast } from './use-is-past.js';
import { useKeptFocus } from './use-kept-focus.js';

/** What is exported, and how the button is labelled. */
export interface ExportButtonProps {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly format?: ExportFormat;
  readonly fileName?: string;
  /** Default: "Export". */
  readonly label?: string;
  readonly autoDownload?: boolean;
  /** Of the outer element, beside `longshore-export-button`. */
  readonly className?: string;
}

/**
 * A button that exports one type, with progress, cancel and download; it takes the host's styles.
 */
export function ExportButton({
  type,
  label,
  autoDownload = true,
  className = '',
  ...request
}: ExportButtonProps) {
  const { language } = useLongshore();
  const button = useExportButton({ type, autoDownload });
  const sentenceId = useId();
  const place = useKeptFocus<HTMLSpanElement>(button.status);
  return (
    <span
      ref={place}
      className={`longshore-export-button ${className}`.trim()}
      data-state={button.status}
    >
      <button
        type="button"
        aria-describedby={sentenceId}
        {...mainAction(button, request, textsOf(language), label)}
      />
      {button.isRunning && (
        <progress
          aria-label={textsOf(language).progress}
          {...(button.share !== null && { value: button.share })}
        />
      )}
      <SecondAction button={button} texts={textsOf(language)} />
      <Sentence id={sentenceId} state={button.state} language={language} />
      <Announcement state={button.state} />
    </span>
  );
}

type Request = Pick<ExportButtonProps, 'params' | 'format' | 'fileName'>;

/** What the one big button says and does in each state. */
function mainAction(
  button: UseExportButtonResult,
  request: Request,
  texts: Texts,
  label = texts.export,
) {
  const { status } = button;
  if (button.mustCheck) return { children: texts.tryAgain, onClick: button.check };
  if (status === 'ready') return { children: texts.download, onClick: button.collect };
  if (status === 'running') return { children: texts.phases.running, disabled: true };
  if (status === 'registering') return { children: texts.registering, disabled: true };
  if (status === 'clearing') return { children: texts.clearing, disabled: true };
  if (status === 'checking') return { children: texts.checking, disabled: true };
  return { children: label, onClick: () => button.start(request) };
}

function SecondAction({ button, texts }: { button: UseExportButtonResult; texts: Texts }) {
  const { status, state } = button;
  const isGone = useIsPast(state.taken?.expiresAt ?? null);
  if (status === 'running' || status === 'registering')
    return <Plain onClick={button.cancel}>{texts.cancel}</Plain>;
  if (status === 'ready' || status === 'failed' || status === 'expired')
    return <Plain onClick={button.dismiss}>{texts.dismiss}</Plain>;
  if (status === 'idle' && state.taken !== null && !isGone) {
    return (
      <a href={state.taken.url} download={state.taken.fileName ?? ''}>
        {texts.downloadAgain(state.taken.fileName)}
      </a>
    );
  }
  return null;
}

const Plain = ({ onClick, children }: { onClick: () => void; children: string }) => (
  <button type="button" className="longshore-second" onClick={onClick}>
    {children}
  </button>
);

/** What goes on, for the eye; a failure is told to screen readers too, the rest by Announcement. */
export function Sentence({
  id,
  state,
  language,
}: {
  id?: string;
  state: ButtonState;
  language: Language;
}) {
  return (
    <span
      id={id}
      className="longshore-sentence"
      {...((state.name === 'failed' || state.name === 'idle') && { role: 'alert' })}
    >
      {sentenceOf(state, language)}
    </span>
  );
}
