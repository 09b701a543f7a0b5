/**
 * The look in one place: one accent, a calm grey scale, one type scale. Ant Design and page.css
 * both take it from here.
 */
import { type ThemeConfig, theme } from 'antd';
import type { ThemeName } from './preferences.js';

const ACCENT = { light: '#0b6b6b', dark: '#56cfc2' } as const;
/** Of a link below the pointer: the derived colour would be too pale to read. */
const HOVER = { light: '#084f4f', dark: '#86e0d6' } as const;

/** Grounds of marked things: the palette that is derived from so dark an accent would be grey. */
const SOFT = {
  light: {
    colorPrimaryBg: '#e2f0ee',
    colorSuccessBg: '#e8f5ee',
    colorWarningBg: '#fdf4e3',
    colorErrorBg: '#fdeeec',
  },
  dark: {
    colorPrimaryBg: '#143330',
    colorSuccessBg: '#14301f',
    colorWarningBg: '#33270f',
    colorErrorBg: '#371916',
  },
} as const;

const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** `isCalm`: nothing moves. */
export function themeOf(name: ThemeName, isCalm: boolean): ThemeConfig {
  const isDark = name === 'dark';
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: ACCENT[name],
      colorLink: ACCENT[name],
      colorLinkHover: HOVER[name],
      colorInfo: ACCENT[name],
      colorSuccess: isDark ? '#4caf7d' : '#1d7f4f',
      colorWarning: isDark ? '#d9a441' : '#9a6200',
      colorError: isDark ? '#ec7063' : '#b3261e',
      ...(isDark ? SOFT.dark : SOFT.light),
      colorBgLayout: isDark ? '#111514' : '#f5f6f5',
      colorBgContainer: isDark ? '#191e1d' : '#ffffff',
      colorTextSecondary: isDark ? '#a9b3b0' : '#55605d',
      colorTextTertiary: isDark ? '#94a09c' : '#66716e',
      colorTextPlaceholder: isDark ? '#94a09c' : '#66716e',
      borderRadius: 8,
      fontFamily: FONT,
      fontSize: 14,
      controlHeight: 36,
      wireframe: false,
      motion: !isCalm,
    },
    components: {
      Table: {
        headerBg: 'transparent',
        headerSplitColor: 'transparent',
        cellPaddingBlock: 11,
        headerSortActiveBg: 'transparent',
        bodySortBg: 'transparent',
      },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        fontWeight: 500,
        ...(isDark && { primaryColor: '#04211f' }),
      },
    },
  };
}
