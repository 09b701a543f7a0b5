/** The whole page: preferences, client, shell and the view that the address names. */
import { createTaskClient } from '@longshore/client';
import { LongshoreProvider } from '@longshore/client/react';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { CataloguePage } from './catalogue-page.js';
import { OrdersPage } from './orders-page.js';
import { usePreferences } from './preferences.js';
import { TypesProvider } from './registered-types.js';
import { Shell } from './shell.js';
import { TaskPage } from './task-page.js';
import { TasksPage } from './tasks-page.js';
import { pageTextsOf } from './texts.js';
import { themeOf } from './theme.js';
import { type Route, useRoute } from './use-route.js';

const LOCALES = { en: enUS, zh: zhCN };
/** No space between the two characters of a Chinese label. */
const CALM_BUTTON = { autoInsertSpace: false };

export function App() {
  const [preferences, change] = usePreferences();
  const { language, theme } = preferences;
  const route = useRoute();
  const client = useMemo(() => createTaskClient({ language }), [language]);
  const look = useMemo(() => themeOf(theme), [theme]);
  useEffect(() => {
    document.title = `${pageTextsOf(language).views[route.view]} · Longshore`;
  }, [language, route.view]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
  }, [language, theme]);
  return (
    <ConfigProvider theme={look} locale={LOCALES[language]} button={CALM_BUTTON}>
      <AntApp>
        <LongshoreProvider client={client} language={language}>
          <Shell view={route.view} preferences={preferences} onChange={change}>
            <TypesProvider>
              <CurrentView {...route} />
            </TypesProvider>
          </Shell>
        </LongshoreProvider>
      </AntApp>
    </ConfigProvider>
  );
}

function CurrentView({ view, taskId }: Route) {
  if (view === 'orders') return <OrdersPage />;
  if (view !== 'tasks') return <CataloguePage key={view} type={view} />;
  return taskId === null ? <TasksPage /> : <TaskPage key={taskId} taskId={taskId} />;
}
