import './ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { startI18n } from './i18n/index.ts';
import { createRouter } from './routes.tsx';
import { startTheme } from './ui/theme.ts';

/** Dresses the page, fetches its words, shows it. */
export async function start(): Promise<void> {
  startTheme();
  const place = document.getElementById('root');
  if (!place) throw new Error('index.html has no #root');
  await startI18n();
  createRoot(place).render(
    <StrictMode>
      <RouterProvider router={createRouter()} />
    </StrictMode>,
  );
}
