/** What stands around every view: name, navigation, language, colours. */
import {
  BulbOutlined,
  DashboardOutlined,
  MoonOutlined,
  TableOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import { Button, theme } from 'antd';
import { type MouseEvent, type ReactNode, useLayoutEffect } from 'react';
import { useIsOperator } from './me.js';
import type { Preferences } from './preferences.js';
import { titleOfEntry, useTypeEntries } from './registered-types.js';
import { RunningImports } from './running-imports.js';
import { useShopAdditions } from './shop/shop-pages.js';
import { usePageTexts } from './texts.js';
import { DESK_PATH, linkTo, type Route, TASKS_PATH, typePath } from './use-route.js';

interface ShellProps {
  readonly route: Route;
  readonly preferences: Preferences;
  readonly onChange: (change: Partial<Preferences>) => void;
  readonly children: ReactNode;
}

export function Shell({ route, preferences, onChange, children }: ShellProps) {
  const texts = usePageTexts();
  const isOperator = useIsOperator();
  useColours();
  return (
    <div className="shell">
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place of this page */}
      <a className="skip" href="#content" onClick={skipToContent}>
        {texts.skip}
      </a>
      <header className="side">
        <a className="brand" {...linkTo('/')}>
          <img src="icon.svg" alt="" width={26} height={26} />
          Longshore
        </a>
        <nav aria-label={texts.navigation}>
          <TypeLinks route={route} />
          <a {...linkTo(TASKS_PATH)} aria-current={isTasks(route) ? 'page' : undefined}>
            <UnorderedListOutlined aria-hidden />
            <span>{texts.tasks}</span>
          </a>
          {isOperator && (
            <a {...linkTo(DESK_PATH)} aria-current={route.view === 'desk' ? 'page' : undefined}>
              <DashboardOutlined aria-hidden />
              <span>{texts.desk}</span>
            </a>
          )}
        </nav>
        <RunningImports route={route} />
        <Switches preferences={preferences} onChange={onChange} />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

const isTasks = ({ view }: Route): boolean => view === 'tasks' || view === 'task';

/** One link a type that the server names. */
function TypeLinks({ route }: { route: Route }) {
  const { language } = useLongshore();
  const { entries } = useTypeEntries();
  const additionOf = useShopAdditions(entries);
  const current = route.view === 'type' ? route.type : null;
  return entries.map((entry) => (
    <a
      key={entry.type}
      {...linkTo(typePath(entry.type))}
      aria-current={entry.type === current ? 'page' : undefined}
    >
      {additionOf(entry.type)?.icon ?? <TableOutlined aria-hidden />}
      <span>{titleOfEntry(entry, language)}</span>
    </a>
  ));
}

function Switches({
  preferences: { language, theme: name },
  onChange,
}: Pick<ShellProps, 'preferences' | 'onChange'>) {
  const texts = usePageTexts();
  const isDark = name === 'dark';
  return (
    <div className="switches">
      <Button
        type="text"
        lang={language === 'en' ? 'zh' : 'en'}
        aria-label={texts.language}
        title={texts.language}
        onClick={() => onChange({ language: language === 'en' ? 'zh' : 'en' })}
      >
        {language === 'en' ? '中文' : 'EN'}
      </Button>
      <Button
        type="text"
        icon={isDark ? <BulbOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
        aria-label={isDark ? texts.toLight : texts.toDark}
        title={isDark ? texts.toLight : texts.toDark}
        onClick={() => onChange({ theme: isDark ? 'light' : 'dark' })}
      />
    </div>
  );
}

/** Gives page.css the theme's colours, on the root, so that dialogs have them too. */
function useColours(): void {
  const { token } = theme.useToken();
  useLayoutEffect(() => {
    const colours = {
      accent: token.colorPrimary,
      'accent-soft': token.colorPrimaryBg,
      ground: token.colorBgLayout,
      surface: token.colorBgContainer,
      line: token.colorBorderSecondary,
      text: token.colorText,
      'text-soft': token.colorTextSecondary,
      rest: token.colorFillSecondary,
      good: token.colorSuccess,
      bad: token.colorError,
      warn: token.colorWarning,
    };
    for (const [name, colour] of Object.entries(colours))
      document.documentElement.style.setProperty(`--${name}`, colour);
  }, [token]);
}

/** A fragment alone would lead to the page's <base>. */
function skipToContent(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
