/** For whom a task runs, as executors are told. */

/** Who asked for a task; of a routine the system. */
export interface TaskCaller {
  /** User or tenant that the task belongs to. */
  readonly owner: string;
  /** As the sign-in tells it; `system` for a routine that the clock started; null: none. */
  readonly role: string | null;
  /** Null: the sign-in tells none. */
  readonly tenant: string | null;
  /** What else the sign-in tells, as JSON of at most 4,096 bytes. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A caller of whom nothing is known but the name. */
export const plainCaller = (owner: string, role: string | null = null): TaskCaller => ({
  owner,
  role,
  tenant: null,
  claims: {},
});
