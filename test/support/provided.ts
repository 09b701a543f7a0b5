/** What the global set-up tells every test, by vitest's `inject(name)`. */

export interface S3Server {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Shared by all test files; empty when no project of this run needs it. A file whose workers
     * take every kind names a database of its own: `/5`, `/6`.
     */
    redisUrl: string;
    /**
     * A superuser's; shared by all test files; empty when no project of this run needs it.
     * `freshDatabase` gives one's own.
     */
    databaseUrl: string;
    /**
     * As `databaseUrl`, of MariaDB. Null when none can be had on this machine (a line said so), or
     * no project of this run needs it.
     */
    mariadbUrl: string | null;
    /**
     * As `databaseUrl`, through a PgBouncer of each pool mode. Null when none can be had on this
     * machine (a line said so), or no project of this run needs it.
     */
    pgbouncerUrls: { readonly session: string; readonly transaction: string } | null;
    /**
     * Null when none can be had on this machine (a line said so), or no project of this run needs
     * it.
     */
    s3: S3Server | null;
  }
}
