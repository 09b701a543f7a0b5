/** The view that the address names, and the title of the browser's tab. */
import { useLongshore } from '@longshore/client/react';
import { Skeleton } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { useMe } from './me.js';
import { PageHead } from './page-head.js';
import { titleOfEntry, useTypeEntries } from './registered-types.js';
import { useShopAdditions } from './shop/shop-pages.js';
import { TaskPage } from './task-page.js';
import { TasksPage } from './tasks-page.js';
import { usePageTexts } from './texts.js';
import { Titled } from './titled.js';
import { TypePage } from './type-page.js';
import { Unknown } from './unknown-page.js';
import { type DeskRoute, type Route, replaceWith, typePath } from './use-route.js';

export function CurrentView({ route }: { route: Route }) {
  const texts = usePageTexts();
  switch (route.view) {
    case 'home':
      return <FirstType />;
    case 'tasks':
      return <Titled title={texts.tasks} view={<TasksPage />} />;
    case 'task':
      return (
        <Titled title={texts.tasks} view={<TaskPage key={route.taskId} taskId={route.taskId} />} />
      );
    case 'type':
      return <TypeView key={route.type} type={route.type} />;
    case 'desk':
      return <Titled title={texts.desk} view={<DeskView route={route} />} />;
    case 'unknown':
      return <Unknown />;
  }
}

/** The bare address leads to the first type; a business without types is told so. */
function FirstType() {
  const texts = usePageTexts();
  const { isKnown, entries } = useTypeEntries();
  const first = entries[0]?.type;
  useEffect(() => {
    if (first !== undefined) replaceWith(typePath(first));
  }, [first]);
  if (!isKnown || first !== undefined) return <Waiting />;
  return (
    <Titled
      title={texts.nothing}
      view={<PageHead title={texts.nothing} hint={texts.nothingHint} />}
    />
  );
}

function TypeView({ type }: { type: string }) {
  const { language } = useLongshore();
  const { isKnown, entries } = useTypeEntries();
  const additionOf = useShopAdditions(entries);
  const entry = entries.find((candidate) => candidate.type === type);
  if (entry === undefined) return isKnown ? <Unknown /> : <Waiting />;
  const addition = additionOf(type);
  const view = addition?.page ?? <TypePage entry={entry} hint={addition?.hint ?? null} />;
  return <Titled title={titleOfEntry(entry, language)} view={view} />;
}

/** Loaded when an operator goes there: owners never need it. */
const Desk = lazy(() => import('./desk/desk.js'));

function DeskView({ route }: { route: DeskRoute }) {
  const texts = usePageTexts();
  const { isKnown, me } = useMe();
  if (!isKnown) return <Waiting />;
  if (me?.operator !== true) return <PageHead title={texts.desk} hint={texts.deskClosed} />;
  return (
    <Suspense fallback={<Waiting />}>
      <Desk route={route} />
    </Suspense>
  );
}

const Waiting = () => <Skeleton active className="card padded" paragraph={{ rows: 9 }} />;
