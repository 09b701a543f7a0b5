/**
 * The site of the documents: pages of docs/ and of the doors of packages, as stage-pages.ts lays
 * them out.
 */
import { defineConfig } from 'vitepress';
import { writeLlmsTexts } from '../src/llms-texts.js';
import { chineseSidebar, englishSidebar } from '../src/sidebars.js';
import { stagePages } from '../src/stage-pages.js';

const pages = stagePages();

export default defineConfig({
  title: 'Longshore',
  description: 'An asynchronous import/export task centre for back-office systems.',
  srcDir: pages,
  outDir: 'dist/site',
  cacheDir: 'dist/cache',
  // addresses work on any static host, without rewriting rules
  cleanUrls: false,
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: englishSidebar } },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '面向后台管理系统的异步导入导出任务中心。',
      themeConfig: {
        sidebar: chineseSidebar,
        outline: { label: '本页目录' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '切换语言',
      },
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: 'https://github.com/longshore/longshore' }],
    outline: [2, 3],
  },
  buildEnd: ({ outDir }) => writeLlmsTexts({ pages, outDir }),
});
