/** An empty database on a server of either product, by the adapter that the business has too. */

export interface EmptyDatabase {
  readonly url: string;
  /** Remembers the data as they stand. */
  keep(): Promise<void>;
  /** Puts back what was remembered last. */
  restore(): Promise<void>;
  drop(): Promise<void>;
}

export async function emptyDatabase(server: string): Promise<EmptyDatabase> {
  const { freshDatabase } = await adapterFor(new URL(server).protocol);
  return freshDatabase(server);
}

function adapterFor(protocol: string) {
  if (/^postgres(ql)?:$/.test(protocol)) return import('@longshore/postgres/testing');
  if (/^(mysql|mariadb):$/.test(protocol)) return import('@longshore/mysql/testing');
  throw new Error(`A database server is postgres:// or mysql://, not ${protocol}//.`);
}
