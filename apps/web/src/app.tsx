/** The whole page: preferences, client, types, shell and the view that the address names. */

import { createTaskClient } from '@longshore/client';
import { LongshoreProvider } from '@longshore/client/react';
import { type InLanguages, inLanguage } from '@longshore/contract/browser';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { BASE_PATH } from './base-path.js';
import { CurrentView } from './current-view.js';
import { MeProvider } from './me.js';
import { usePreferences } from './preferences.js';
import { TypesProvider } from './registered-types.js';
import { Shell } from './shell.js';
import { themeOf } from './theme.js';
import { useCalm } from './use-calm.js';
import { useRoute } from './use-route.js';

const LOCALES: InLanguages<typeof enUS> = { en: enUS, zh: zhCN };
/** No space between the two characters of a Chinese label. */
const CALM_BUTTON = { autoInsertSpace: false };

export function App() {
  const [preferences, change] = usePreferences();
  const { language, theme } = preferences;
  const route = useRoute();
  const client = useMemo(() => createTaskClient({ baseUrl: BASE_PATH, language }), [language]);
  const isCalm = useCalm();
  const look = useMemo(() => themeOf(theme, isCalm), [theme, isCalm]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
  }, [language, theme]);
  return (
    <ConfigProvider theme={look} locale={inLanguage(LOCALES, language)} button={CALM_BUTTON}>
      <AntApp>
        <LongshoreProvider client={client} language={language}>
          <MeProvider>
            <TypesProvider>
              <Shell route={route} preferences={preferences} onChange={change}>
                <CurrentView route={route} />
              </Shell>
            </TypesProvider>
          </MeProvider>
        </LongshoreProvider>
      </AntApp>
    </ConfigProvider>
  );
}
