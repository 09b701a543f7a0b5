/**
 * The Idempotency-Key of a button's registrations: a new one for each click, and the same one for a
 * click that repeats a registration whose answer was lost. Used by task-button.ts.
 */

export interface RegistrationKey {
  of(request: unknown): string;
  /** What became of the registration is known: the next one has a new key. */
  settle(): void;
}

export function registrationKey(): RegistrationKey {
  let open: { readonly key: string; readonly request: string } | null = null;
  return {
    of: (request) => {
      const text = JSON.stringify(request, (_name, value: unknown) =>
        value instanceof Blob ? factsOf(value) : value,
      );
      if (open?.request !== text) open = { key: newKey(), request: text };
      return open.key;
    },
    settle: () => {
      open = null;
    },
  };
}

/** Enough to tell one chosen file from another; the server compares the bytes. */
const factsOf = (file: Blob & Partial<File>) => [file.name, file.size, file.lastModified];

/** `crypto.randomUUID` is missing on pages without TLS. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
