#!/usr/bin/env bash
# MinIO's server (github.com/minio/minio 7aac2a2c5b7c of 2026-02-12) with its client minio 8.0.7,
# seen on 2026-11-28.
# A caller that hangs up while its CompleteMultipartUpload is worked on may have the object made all
# the same. The upload is then listed for ever: each AbortMultipartUpload of it is answered with 204,
# and only ListParts says NoSuchUpload.
# Seen:    of 15 completions whose caller hung up after 1 to 12 ms three made the object and were
#          still listed after five aborts, each of which was answered with success.
# Guessed: an upload is listed until it is completed or aborted, so "abort what is listed, until
#          nothing is" ends.
# Matters: importers and exporters sweep what killed workers left. A sweep that loops until the
# listing is empty never ends, one that counts its tries fails each time from then on, and no other
# file is swept. A shutdown in the moment of the last call, or a timeout, is enough. Instead: ask
# ListParts of an upload that is listed again after its abort.
set -euo pipefail
T=$(mktemp -d); cd "$T"; minio=
stop() {
  [ -z "$minio" ] || { kill "$minio" && wait "$minio" || true; }
  rm -rf "$T"
}
trap stop EXIT
echo 'Building github.com/minio/minio with go install: some minutes.'
GOBIN="$T" GOFLAGS=-mod=mod go install github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c
free_port() {
  python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
export PORT=$(free_port)
MINIO_ROOT_USER=finding MINIO_ROOT_PASSWORD=finding-finding ./minio server --quiet \
  --address "127.0.0.1:$PORT" "$T/disk" >minio.log 2>&1 & minio=$!
npm install --silent --no-audit --no-fund --ignore-scripts minio@8.0.7

cat > see.mjs <<'JS'
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'minio';

const server = { endPoint: '127.0.0.1', port: Number(process.env.PORT), useSSL: false,
  accessKey: 'finding', secretKey: 'finding-finding', region: 'us-east-1',
  retryOptions: { disableRetry: true } };
const client = new Client(server);
const bucket = 'exports';
for (let tries = 0; tries < 300; tries += 1)
  if (await client.makeBucket(bucket).then(() => true, () => false)) break;
  else await sleep(200);

const part = Buffer.alloc(6 * 1024 * 1024, 'x');
async function isListed(key) {
  const { uploads } = await client.listIncompleteUploadsQuery(bucket, '', '', '', '');
  return uploads.some((upload) => upload.key === key);
}
const saidBy = (call) => call.then(() => 'yes', (error) => error.code);

/** Completes an upload of one part and hangs up some milliseconds later. */
async function hangUp(key, afterMs) {
  const uploadID = await client.initiateNewMultipartUpload(bucket, key, {});
  const where = { bucketName: bucket, objectName: key, uploadID, partNumber: 1, headers: {} };
  const { etag } = await client.uploadPart(where, part);
  const leaving = new AbortController();
  const { signal } = leaving;
  const transport = { request: (asked, answered) => http.request({ ...asked, signal }, answered) };
  const completing = saidBy(new Client({ ...server, transport })
    .completeMultipartUpload(bucket, key, uploadID, [{ part: 1, etag }]));
  await sleep(afterMs);
  leaving.abort();
  if ((await completing) === 'yes') return null;
  await sleep(300);
  const { size } = await client.statObject(bucket, key).catch(() => ({ size: null }));
  return size === part.length ? uploadID : null;
}

let seen = 0;
for (let i = 0; i < 400 && seen < 3; i += 1) {
  const key = `export-${i}.csv`;
  const uploadID = await hangUp(key, 1 + (i % 12));
  if (uploadID === null || !(await isListed(key))) continue;
  const aborts = [];
  for (let n = 0; n < 5; n += 1)
    aborts.push(await saidBy(client.abortMultipartUpload(bucket, key, uploadID)));
  if (!(await isListed(key))) continue;
  seen += 1;
  console.log(`${key}: the object is there; five aborts said ${aborts.join(', ')};`,
    `still listed; its parts: ${await saidBy(client.listParts(bucket, key, uploadID))}`);
}
if (seen > 0) process.exit(0);
console.log('The behaviour is no longer seen: what is completed or aborted is not listed.');
process.exit(1);
JS
node see.mjs
