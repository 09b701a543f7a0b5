/** What stands around every view: name, navigation, language, colours. */
import {
  BulbOutlined,
  DatabaseOutlined,
  MoonOutlined,
  ShopOutlined,
  ShoppingOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { Button, theme } from 'antd';
import { type ReactNode, useLayoutEffect } from 'react';
import type { Preferences } from './preferences.js';
import { usePageTexts } from './texts.js';
import { linkTo, VIEWS, type View } from './use-route.js';

interface ShellProps {
  readonly view: View;
  readonly preferences: Preferences;
  readonly onChange: (change: Partial<Preferences>) => void;
  readonly children: ReactNode;
}

const ICONS: Readonly<Record<View, ReactNode>> = {
  orders: <ShoppingOutlined aria-hidden />,
  products: <ShopOutlined aria-hidden />,
  retail: <DatabaseOutlined aria-hidden />,
  tasks: <UnorderedListOutlined aria-hidden />,
};

export function Shell({ view, preferences, onChange, children }: ShellProps) {
  const texts = usePageTexts();
  useColours();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <header className="side">
        <a className="brand" {...linkTo('/orders')}>
          <img src="/icon.svg" alt="" width={26} height={26} />
          Longshore
        </a>
        <nav aria-label={texts.navigation}>
          {VIEWS.map((name) => (
            <a key={name} {...linkTo(`/${name}`)} aria-current={name === view ? 'page' : undefined}>
              {ICONS[name]}
              <span>{texts.views[name]}</span>
            </a>
          ))}
        </nav>
        <Switches preferences={preferences} onChange={onChange} />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
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
