import i18next from 'i18next';
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { Toaster } from './ui/index.ts';
import { CrashPage, NotFoundPage, StartingPage } from './viewer/plain-pages.tsx';

type Page = { Component: () => React.ReactNode };

/** Every feature's front door: a chunk of its own, fetched when its address is opened. */
const features = import.meta.glob<Page>(
  './{viewer,contributor,captions,studio,moderator,presenter,stage,rundown,admin}/{index,home,embed,invite,recordings,replay,report,second-screen,print}.tsx',
);

/** A page and its texts, fetched side by side. A feature that is not built into this bundle has no address. */
function page(path: string, file: string, namespaces: string[]): RouteObject[] {
  const load = features[file];
  if (!load) return [];
  return [
    {
      path,
      lazy: async () => {
        const [module] = await Promise.all([load(), i18next.loadNamespaces(namespaces)]);
        return { Component: module.Component };
      },
    },
  ];
}

/** All of the studio's: what is fetched only when it is first shown holds the whole page up meanwhile. */
const STUDIO = ['studio', 'recording', 'media', 'graphics', 'link', 'simulcast', 'stage'];

export function createRouter() {
  return createBrowserRouter([
    {
      element: (
        <>
          <Outlet />
          <Toaster />
        </>
      ),
      errorElement: <CrashPage />,
      hydrateFallbackElement: <StartingPage />,
      children: [
        ...page('/', './viewer/home.tsx', ['viewer']),
        ...page('/b/:slug', './viewer/index.tsx', ['entry', 'viewer', 'asking', 'player', 'share']),
        ...page('/embed/:slug', './viewer/embed.tsx', ['entry', 'viewer', 'asking', 'player']),
        ...page('/join/:token', './contributor/index.tsx', ['contributor', 'link']),
        ...page('/studio/:slug', './studio/index.tsx', STUDIO),
        ...page('/studio/:slug/recordings', './studio/recordings.tsx', STUDIO),
        ...page('/studio/:slug/multiview', './studio/second-screen.tsx', STUDIO),
        ...page('/rundown/:slug', './rundown/index.tsx', ['rundown']),
        ...page('/captions/:slug', './captions/index.tsx', ['captions']),
        ...page('/moderate/:slug', './moderator/index.tsx', ['moderator', 'desk', 'votes']),
        ...page('/moderate/:slug/print', './moderator/print.tsx', ['desk']),
        ...page('/presenter/:slug', './presenter/index.tsx', ['presenter']),
        ...page('/stage/:slug', './stage/index.tsx', ['stage']),
        ...page('/admin', './admin/index.tsx', ['entry', 'admin', 'link', 'recording', 'stage']),
        ...page('/admin/replay/:slug', './admin/replay.tsx', ['admin', 'player']),
        ...page('/admin/report/:slug', './admin/report.tsx', ['report']),
        ...page('/invite/:token', './admin/invite.tsx', ['admin']),
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ]);
}
