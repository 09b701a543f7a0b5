import { expect, test } from 'vitest';
import * as z from 'zod';
import { s3Config, s3Environment } from './s3-environment.js';

const ENDPOINT = 'https://s3.eu-central-1.amazonaws.com';
const configOf = (env: Record<string, string>) =>
  s3Config(z.object(s3Environment).parse(env), ENDPOINT);

test('keys may be those of a session', () => {
  const keys = { S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 's', S3_SESSION_TOKEN: 't' };
  expect(configOf(keys)).toMatchObject({ accessKey: 'a', secretKey: 's', sessionToken: 't' });
});

test.each([
  [{ S3_ACCESS_KEY: 'a' }, 'S3_ACCESS_KEY, S3_SECRET_KEY'],
  [{ S3_AUTH: 'role', S3_SECRET_KEY: 's' }, 'none with S3_AUTH=role'],
  [{ S3_AUTH: 'role', AWS_ROLE_ARN: 'arn' }, 'AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN'],
])('%o stops the start', (env, said) => {
  expect(() => configOf(env as Record<string, string>)).toThrow(said);
});

test('a role is that of the service account, at the STS of the region', () => {
  const env = {
    S3_AUTH: 'role',
    S3_REGION: 'eu-central-1',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token',
    AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
  };
  expect(configOf(env).role?.webIdentity).toEqual({
    tokenFile: '/var/run/token',
    roleArn: 'arn:aws:iam::1:role/x',
    sessionName: 'longshore',
    stsEndpoint: 'https://sts.eu-central-1.amazonaws.com',
  });
});

test('a role of a container is at the address of ECS when it is relative', () => {
  const env = { S3_AUTH: 'role', AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/keys' };
  expect(configOf(env).role?.container).toEqual({ url: 'http://169.254.170.2/v2/keys' });
});
