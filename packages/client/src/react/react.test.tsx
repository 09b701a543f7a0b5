// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "fetch": { "disableSameOriginPolicy": true } } }
import { type ReactNode, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTaskClient } from '../task-client.js';
import { startTaskServer, type TaskServer } from '../testing/task-server.js';
import {
  ExportButton,
  LongshoreProvider,
  Notices,
  TaskCentre,
  type UseTaskResult,
  useTask,
} from './index.js';

let server: TaskServer;
let root: Root;
let place: HTMLElement;
beforeEach(async () => {
  server = await startTaskServer();
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => {
  root.unmount();
  place.remove();
  await server.close();
});

const show = (children: ReactNode, language: 'en' | 'zh' = 'en') =>
  flushSync(() =>
    root.render(
      <StrictMode>
        <LongshoreProvider
          client={createTaskClient({ baseUrl: server.baseUrl })}
          language={language}
        >
          {children}
        </LongshoreProvider>
      </StrictMode>,
    ),
  );

const shows = (text: string) =>
  vi.waitFor(() => expect(place.textContent).toContain(text), { timeout: 10_000 });

function press(text: string): void {
  const button = [...place.querySelectorAll('button')].find(
    ({ textContent }) => textContent === text,
  );
  expect(button?.disabled).toBe(false);
  button?.click();
}

test('the button is grey until its state is known, then starts, shows rows and cancels', async () => {
  show(<ExportButton type="orders" params={{ status: 'paid' }} />);
  expect(place.querySelector('button')?.disabled).toBe(true);
  await shows('Export');
  press('Export');
  await shows('40 of 100 rows · about 3 s left');
  expect(JSON.parse(server.callsOf('registerExportTask')[0]?.body ?? '')).toEqual({
    type: 'orders',
    params: { status: 'paid' },
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  press('Cancel');
  await shows('Export');
  expect(server.tasks.size).toBe(0);
});

test('the bar goes on between two answers, the words do not', async () => {
  server.add({ pollAfterMs: 60_000 });
  show(<ExportButton type="orders" />);
  await shows('40 of 100 rows');
  const share = () => Number(place.querySelector('progress')?.value);
  expect(share()).toBeGreaterThanOrEqual(0.4);
  const asked = server.callsOf('getTaskStatus').length;
  await vi.waitFor(() => expect(share()).toBeGreaterThan(0.5), { timeout: 10_000 });
  expect(place.textContent).toContain('40 of 100 rows');
  expect(server.callsOf('getTaskStatus').length).toBe(asked);
});

test('a finished task of before is offered as a file, in Chinese too', async () => {
  server.add({ phase: 'succeeded' });
  show(<ExportButton type="orders" />, 'zh');
  await shows('文件已生成。');
  press('知道了');
  await shows('导出');
});

test('notices are counted, and worded by the record of the task once they are unfolded', async () => {
  const notices = [{ code: 'text_cut', values: {}, message: 'A text was cut.' }];
  show(<Notices taskId="0193" count={1} />);
  await shows('1 notice');
  expect(server.calls).toEqual([]);
  server.script.push({ status: 200, body: { notices } });
  const details = place.querySelector('details');
  if (details !== null) details.open = true;
  details?.dispatchEvent(new Event('toggle'));
  await shows('A text was cut.');
  expect(server.calls.map(({ path }) => path)).toEqual(['/api/tasks/0193']);
  show(<Notices taskId="0193" count={0} />);
  expect(place.textContent).toBe('');
});

test('useTask tells pending, success and the end, and asks no more once unmounted', async () => {
  const task = server.add({});
  let result: UseTaskResult | undefined;
  function Probe() {
    result = useTask(task.taskId);
    return <p>{`${result.status} ${result.data?.phase ?? ''}`}</p>;
  }
  show(<Probe />);
  await shows('success running');
  expect(result?.isRunning).toBe(true);
  task.phase = 'succeeded';
  await shows('success succeeded');
  expect(result?.isRunning).toBe(false);
  task.phase = 'running';
  result?.refetch();
  await shows('success running');
  show(<p>gone</p>);
  const asked = server.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(server.calls.length).toBe(asked);
});

test('the task centre says what to do when it is empty, and when it cannot load', async () => {
  show(<TaskCentre />);
  await shows('No tasks yet.');
  await server.close();
  show(<TaskCentre filter={{ kind: 'import' }} />);
  await shows('The tasks could not be loaded.');
  expect(place.querySelector('[role=alert] button')?.textContent).toBe('Try again');
});
