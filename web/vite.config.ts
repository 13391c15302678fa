import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the development page finds a server: one started on the default port. */
const server = 'http://127.0.0.1:3000';

export default defineConfig({
  // Pages that show live state render often; the compiler keeps what has not changed.
  plugins: [react({ compiler: true }), tailwindcss()],
  build: {
    // A font or picture as data: address would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': server,
      '^/b/[^/]+/calendar\\.ics': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
