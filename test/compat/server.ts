/** What a server of the compatibility page is: where it comes from and how it is started. */

interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

interface LaunchOptions extends Credentials {
  /** What `install` gave. */
  readonly program: string;
  readonly port: number;
  /** Empty, for its data and settings. */
  readonly dir: string;
}

/** How its process is started. */
interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface S3Kin {
  readonly kind: 's3';
  readonly version: string;
  /** From a package registry into `home`, once. Gives a program, file or folder. */
  install(home: string): Promise<string>;
  launch(options: LaunchOptions): Launch;
}

export interface RedisKin {
  readonly kind: 'redis';
  readonly version: string;
  /** As of `S3Kin`; gives the program. */
  install(home: string): Promise<string>;
}
