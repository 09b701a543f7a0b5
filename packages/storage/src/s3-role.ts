/**
 * Keys of a role of AWS, which expire and are asked for anew. minio's own IamAwsProvider reads
 * `AccessKeyID`, which neither the metadata service nor containers answer.
 */
import { readFile } from 'node:fs/promises';

/** Where the keys of the role are asked for: the first that is given. */
export interface S3Role {
  /** AssumeRoleWithWebIdentity of STS, as IAM roles for service accounts of Kubernetes use it. */
  readonly webIdentity?:
    | {
        readonly tokenFile: string;
        readonly roleArn: string;
        readonly sessionName: string;
        /** Origin of STS, `https://sts.eu-central-1.amazonaws.com`. */
        readonly stsEndpoint: string;
      }
    | undefined;
  /** The address that ECS and EKS Pod Identity give to a container. */
  readonly container?:
    | { readonly url: string; readonly token?: string; readonly tokenFile?: string }
    | undefined;
  /** Origin of the metadata service of an instance. */
  readonly metadataEndpoint: string;
}

interface Answer {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token?: string | undefined;
  readonly Expiration?: string | undefined;
}

const ANSWER_MS = 5_000;
/** An address that was just signed is valid for as long. */
const EARLY_MS = 5 * 60_000;

/** What minio asks its provider for. */
export interface LentKeys {
  getAccessKey(): string;
  getSecretKey(): string;
  getSessionToken(): string | undefined;
}

/** Asks once, however many calls wait, until the keys are about to expire. */
export class RoleCredentials {
  readonly #role: S3Role;
  #asked: Promise<LentKeys> | null = null;
  #untilMs = 0;

  constructor(role: S3Role) {
    this.#role = role;
  }

  getCredentials(): Promise<LentKeys> {
    if (this.#asked === null || Date.now() > this.#untilMs) {
      this.#untilMs = Number.POSITIVE_INFINITY; // while it is asked for
      this.#asked = this.#ask().catch((error: unknown) => {
        this.#asked = null;
        throw error;
      });
    }
    return this.#asked;
  }

  async #ask(): Promise<LentKeys> {
    const keys = await keysOf(this.#role);
    if (keys.Expiration !== undefined) this.#untilMs = Date.parse(keys.Expiration) - EARLY_MS;
    return {
      getAccessKey: () => keys.AccessKeyId,
      getSecretKey: () => keys.SecretAccessKey,
      getSessionToken: () => keys.Token,
    };
  }
}

function keysOf({ webIdentity, container, metadataEndpoint }: S3Role): Promise<Answer> {
  if (webIdentity !== undefined) return ofWebIdentity(webIdentity);
  if (container !== undefined) return ofContainer(container);
  return ofInstance(metadataEndpoint);
}

async function ofWebIdentity({
  tokenFile,
  roleArn,
  sessionName,
  stsEndpoint,
}: NonNullable<S3Role['webIdentity']>): Promise<Answer> {
  const token = await readFile(tokenFile, 'utf8');
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    WebIdentityToken: token.trim(),
  });
  const xml = await ask(stsEndpoint, { method: 'POST', body });
  const text = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return checked({
    AccessKeyId: text('AccessKeyId'),
    SecretAccessKey: text('SecretAccessKey'),
    Token: text('SessionToken'),
    Expiration: text('Expiration'),
  });
}

async function ofContainer(container: NonNullable<S3Role['container']>): Promise<Answer> {
  const { url, tokenFile } = container;
  const token =
    tokenFile === undefined ? container.token : (await readFile(tokenFile, 'utf8')).trim();
  const headers = token === undefined ? {} : { authorization: token };
  return checked(JSON.parse(await ask(url, { headers })));
}

/** By IMDSv2. */
async function ofInstance(endpoint: string): Promise<Answer> {
  const token = await ask(`${endpoint}/latest/api/token`, {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
  });
  const headers = { 'x-aws-ec2-metadata-token': token };
  const roles = `${endpoint}/latest/meta-data/iam/security-credentials`;
  const [role = ''] = (await ask(`${roles}/`, { headers })).split('\n');
  return checked(JSON.parse(await ask(`${roles}/${role.trim()}`, { headers })));
}

function checked(keys: { readonly [K in keyof Answer]: Answer[K] | undefined }): Answer {
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = keys;
  if (!AccessKeyId || !SecretAccessKey) throw new Error('the answer holds no keys of the role');
  return { AccessKeyId, SecretAccessKey, Token, Expiration };
}

async function ask(url: string, init: RequestInit): Promise<string> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`${new URL(url).host} gave no keys of the role: it answered ${answer.status}`);
  return text;
}
