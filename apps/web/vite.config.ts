/**
 * Builds the page into dist, which the API serves. `npm run dev -w apps/web` serves it from source
 * against a running API.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@longshore/source', 'module', 'browser', 'production'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 1_500, reportCompressedSize: false },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
