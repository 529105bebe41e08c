import { theme, type ThemeConfig } from 'antd';

/** Fonts of the reader's own system, Chinese ones named so that none is replaced by a Japanese shape. */
const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

const fontFamilyCode = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace";

/** What light and dark have in common: pine green and paper, corners of a buckle, the density of a tool. */
const common: ThemeConfig['token'] = {
  fontFamily,
  fontFamilyCode,
  fontSize: 14,
  borderRadius: 8,
  controlHeight: 34,
};

const light: ThemeConfig['token'] = {
  ...common,
  colorPrimary: '#1d6b58',
  colorPrimaryHover: '#2a7f69',
  colorPrimaryActive: '#155243',
  // What would be derived from so dark a green is grey.
  colorPrimaryBg: '#e6efe9',
  colorPrimaryBgHover: '#d9e7de',
  colorPrimaryBorder: '#b9d2c5',
  colorInfoBg: '#eef4f0',
  colorInfoBorder: '#c9dbd0',
  colorInfo: '#1d6b58',
  colorLink: '#17604e',
  colorSuccess: '#2c7a3f',
  colorSuccessBg: '#eaf4eb',
  colorSuccessBorder: '#bcdcc2',
  colorWarningBg: '#fbf3e2',
  colorWarningBorder: '#ecd9ae',
  colorErrorBg: '#fbeeec',
  colorErrorBorder: '#ecc9c4',
  colorWarning: '#965d00',
  colorError: '#b3322a',
  colorTextBase: '#1b211f',
  colorBgBase: '#ffffff',
  colorBgLayout: '#f6f5f1',
  colorBorderSecondary: '#e6e3dc',
  colorBorder: '#cfcbc1',
  colorTextSecondary: '#545c58',
  colorTextTertiary: '#616965',
  colorTextDescription: '#545c58',
  colorTextPlaceholder: '#6a726e',
};

const dark: ThemeConfig['token'] = {
  ...common,
  colorPrimary: '#27755f',
  colorPrimaryHover: '#2f8a70',
  colorPrimaryActive: '#1f604e',
  colorPrimaryBg: '#1c2e28',
  colorPrimaryBgHover: '#223a32',
  colorInfo: '#3fa98c',
  colorLink: '#6cc9ae',
  colorSuccess: '#5fb878',
  colorWarning: '#d9a441',
  colorError: '#f0746a',
  colorTextBase: '#eceae4',
  colorBgBase: '#141716',
  colorBgLayout: '#101312',
  colorBgContainer: '#191d1b',
  colorBgElevated: '#202523',
  colorBorderSecondary: '#2a302d',
  colorBorder: '#3d4541',
  colorTextSecondary: '#b3b8b2',
  colorTextTertiary: '#9fa69f',
  colorTextDescription: '#b3b8b2',
  colorTextPlaceholder: '#8f968f',
};

/** The look of Ant Design's components; `isStill` for readers who want no motion. */
export function themeOf(isDark: boolean, isStill: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...(isDark ? dark : light), motion: !isStill },
    cssVar: { key: 'buckle' },
    hashed: false,
    components: {
      Form: { itemMarginBottom: 18 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    },
  };
}
