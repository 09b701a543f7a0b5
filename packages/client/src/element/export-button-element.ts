/**
 * `<longshore-export-button type="orders">` for pages without React. Attributes: `type`,
 * `base-url`, `label`, `format`, `file-name`, `params` (JSON), `lang`. Styled from outside through
 * `::part(button)`, `part(second)`, `part(progress)`, `part(sentence)`.
 */
import type { ExportFormat, Language } from '@longshore/contract/browser';
import { announcementOf, sentenceOf, shareDone } from '../button-sentences.js';
import type { ButtonState } from '../button-state.js';
import { createExportButton } from '../buttons.js';
import type { TaskButton } from '../task-button.js';
import { createTaskClient, type ExportRequest, type TaskClient } from '../task-client.js';
import { type Texts, textsOf } from '../texts.js';

type Request = Omit<ExportRequest, 'type'>;

interface Parts {
  readonly button: HTMLButtonElement;
  readonly second: HTMLButtonElement;
  readonly progress: HTMLProgressElement;
  readonly sentence: HTMLSpanElement;
  readonly announcement: HTMLSpanElement;
}

/** A server that renders pages may import this module; only a browser makes elements. */
const Element: typeof HTMLElement =
  typeof HTMLElement === 'undefined'
    ? (class {} as unknown as typeof HTMLElement) // nothing there makes one
    : HTMLElement;

export class LongshoreExportButton extends Element {
  static readonly observedAttributes = ['type', 'base-url', 'lang', 'label'];
  /** Set before the element is attached to use a client of your own (headers, credentials). */
  client: TaskClient | undefined;
  /** What is exported; wins over the attribute `params`. */
  params: Request['params'];
  readonly #parts: Parts = createParts();
  #button: TaskButton<Request> | undefined;
  #stop: (() => void) | undefined;
  #hadFocus = false;

  constructor() {
    super();
    const { button, second, progress, sentence, announcement } = this.#parts;
    this.attachShadow({ mode: 'open' }).append(
      button,
      ' ',
      progress,
      ' ',
      second,
      ' ',
      sentence,
      announcement,
    );
  }

  connectedCallback(): void {
    this.#begin();
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#button = undefined;
  }

  #begin(): void {
    this.#stop?.();
    const client =
      this.client ??
      createTaskClient({ baseUrl: this.getAttribute('base-url') ?? '', language: this.#language });
    this.#button = createExportButton(client, this.getAttribute('type') ?? '');
    this.#stop = this.#button.subscribe(() => this.#show());
    this.#show();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (this.#button === undefined || before === after) return;
    if (name === 'label') this.#show();
    else this.#begin();
  }

  get #language(): Language {
    return this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') ? 'zh' : 'en';
  }

  #show(): void {
    const task = this.#button;
    if (task === undefined) return;
    const state = task.getState();
    const texts = textsOf(this.#language);
    const { button, second, progress, sentence, announcement } = this.#parts;
    this.#hadFocus ||= this.shadowRoot?.activeElement != null;
    this.dataset.state = state.name;
    setAction(button, this.#mainAction(task, state, texts));
    setAction(second, secondAction(task, state, texts));
    showShare(progress, state);
    sentence.textContent = sentenceOf(state, this.#language);
    announcement.textContent = announcementOf(state, this.#language);
    this.#keepFocus([button, second]);
  }

  /**
   * The pressed button may be grey or gone now: then the other one has the keyboard, or the same as
   * soon as it is back.
   */
  #keepFocus(buttons: readonly HTMLButtonElement[]): void {
    const isElsewhere = document.activeElement !== document.body && document.activeElement !== this;
    const next = buttons.find(({ hidden, disabled }) => !hidden && !disabled);
    if (
      this.#hadFocus &&
      !isElsewhere &&
      this.shadowRoot?.activeElement?.matches(':enabled') !== true
    )
      next?.focus();
    if (isElsewhere || next !== undefined) this.#hadFocus = false;
  }

  #mainAction(task: TaskButton<Request>, { name, failure }: ButtonState, texts: Texts): Action {
    if (name === 'ready') return { label: texts.download, act: task.collect };
    if (name === 'offline' || failure?.code === 'unauthenticated')
      return { label: texts.tryAgain, act: task.check };
    if (name === 'running') return { label: texts.phases.running, act: null };
    if (name === 'checking' || name === 'registering' || name === 'clearing')
      return { label: texts[name], act: null };
    return {
      label: this.getAttribute('label') ?? texts.export,
      act: () => task.start(this.#request()),
    };
  }

  #request(): Request {
    const params =
      this.params ?? (JSON.parse(this.getAttribute('params') ?? '{}') as Record<string, unknown>);
    // the server refuses a format it does not know
    const format = this.getAttribute('format') as ExportFormat | null;
    const fileName = this.getAttribute('file-name');
    return { params, ...(format !== null && { format }), ...(fileName !== null && { fileName }) };
  }
}

/**
 * Told to screen readers at quarters and ends only; the sentence beside the button is for the eye.
 */
const HEARD_ONLY =
  'position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';

/** `act` null: nothing to press. */
interface Action {
  readonly label: string;
  readonly act: (() => void) | null;
}

function secondAction(
  { cancel, dismiss }: TaskButton<Request>,
  { name }: ButtonState,
  texts: Texts,
): Action | null {
  if (name === 'running' || name === 'registering') return { label: texts.cancel, act: cancel };
  return name === 'ready' || name === 'failed' || name === 'expired'
    ? { label: texts.dismiss, act: dismiss }
    : null;
}

function createParts(): Parts {
  const part = <Name extends keyof HTMLElementTagNameMap>(tag: Name, name: string) => {
    const element = document.createElement(tag);
    element.setAttribute('part', name);
    return element;
  };
  const parts = {
    button: part('button', 'button'),
    second: part('button', 'second'),
    progress: part('progress', 'progress'),
  };
  const sentence = part('span', 'sentence');
  const announcement = part('span', 'announcement');
  announcement.setAttribute('role', 'status');
  announcement.style.cssText = HEARD_ONLY;
  return { ...parts, sentence, announcement };
}

function setAction(button: HTMLButtonElement, action: Action | null): void {
  button.hidden = action === null;
  button.disabled = action?.act == null;
  button.textContent = action?.label ?? '';
  button.onclick = action?.act ?? null;
}

function showShare(progress: HTMLProgressElement, state: ButtonState): void {
  const share = shareDone(state);
  progress.hidden = state.name !== 'running';
  if (share === null) progress.removeAttribute('value');
  else progress.value = share;
}
