/** The environment variables of the S3 store. Used by environment.ts. */
import type { S3Options, S3Role } from '@longshore/storage';
import * as z from 'zod';
import { EnvironmentError } from './environment-error.js';

export const s3Environment = {
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(3).default('longshore'),
  /** `role`: the keys are asked for by what AWS tells in the variables below. */
  S3_AUTH: z.enum(['keys', 'role']).default('keys'),
  S3_ACCESS_KEY: z.string().min(1).optional(),
  S3_SECRET_KEY: z.string().min(1).optional(),
  S3_SESSION_TOKEN: z.string().min(1).optional(),
  S3_PUBLIC_ENDPOINT: z.url().optional(),
  AWS_ROLE_ARN: z.string().min(1).optional(),
  AWS_WEB_IDENTITY_TOKEN_FILE: z.string().min(1).optional(),
  AWS_ROLE_SESSION_NAME: z.string().min(1).default('longshore'),
  AWS_ENDPOINT_URL_STS: z.url().optional(),
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: z.string().min(1).optional(),
  AWS_CONTAINER_CREDENTIALS_FULL_URI: z.url().optional(),
  AWS_CONTAINER_AUTHORIZATION_TOKEN: z.string().min(1).optional(),
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: z.string().min(1).optional(),
  AWS_EC2_METADATA_SERVICE_ENDPOINT: z.url().default('http://169.254.169.254'),
};

type S3Env = z.output<z.ZodObject<typeof s3Environment>>;

/** Where ECS answers a relative address. */
const ECS = 'http://169.254.170.2';

/** Throws EnvironmentError: keys are missing, or stand beside a role. */
export function s3Config(env: S3Env, endpoint: string): S3Options {
  return {
    endpoint,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET,
    ...keysOf(env),
    ...(env.S3_PUBLIC_ENDPOINT !== undefined && { publicEndpoint: env.S3_PUBLIC_ENDPOINT }),
  };
}

function keysOf(env: S3Env): Pick<S3Options, 'accessKey' | 'secretKey' | 'sessionToken' | 'role'> {
  const {
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
    S3_SESSION_TOKEN: sessionToken,
  } = env;
  if (env.S3_AUTH === 'role') {
    if (accessKey !== undefined || secretKey !== undefined)
      throw new EnvironmentError(['S3_ACCESS_KEY, S3_SECRET_KEY: none with S3_AUTH=role']);
    return { role: roleOf(env) };
  }
  if (accessKey === undefined || secretKey === undefined)
    throw new EnvironmentError([
      'S3_ACCESS_KEY, S3_SECRET_KEY: both are needed when S3_ENDPOINT is set (or S3_AUTH=role)',
    ]);
  return { accessKey, secretKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function roleOf(env: S3Env): S3Role {
  const { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn } = env;
  if ((tokenFile === undefined) !== (roleArn === undefined))
    throw new EnvironmentError([
      'AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN: both are needed when one is set',
    ]);
  const stsEndpoint = env.AWS_ENDPOINT_URL_STS ?? `https://sts.${env.S3_REGION}.amazonaws.com`;
  const sessionName = env.AWS_ROLE_SESSION_NAME;
  return {
    ...(tokenFile !== undefined &&
      roleArn !== undefined && {
        webIdentity: { tokenFile, roleArn, sessionName, stsEndpoint },
      }),
    container: containerOf(env),
    metadataEndpoint: env.AWS_EC2_METADATA_SERVICE_ENDPOINT,
  };
}

function containerOf(env: S3Env): S3Role['container'] {
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const url = relative === undefined ? env.AWS_CONTAINER_CREDENTIALS_FULL_URI : ECS + relative;
  if (url === undefined) return undefined;
  const token = env.AWS_CONTAINER_AUTHORIZATION_TOKEN;
  const tokenFile = env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  return { url, ...(token && { token }), ...(tokenFile && { tokenFile }) };
}
