/** Pages of every kind, and what each of them owes its reader: to be complete, quiet, readable and no wider than its window. */
import type { Page } from '@playwright/test';
import { complaintsOf } from '../actors/complaints.ts';
import { DemoLinks } from '../stage/links.ts';
import type { Show } from '../stage/show.ts';
import { expect } from '../stage/test.ts';
import { seriousFindings, tooWide } from './page.ts';

interface Visit {
  name: string;
  path: (show: Show) => string | Promise<string>;
  /** Who must be signed in. */
  as?: 'producer' | 'moderator' | 'captioner' | 'owner';
  /** What stands there once the page is complete. */
  ready: (page: Page) => Promise<void>;
  /** What is pressed there, one after the other, each closed by Escape: what opens is looked at as well. */
  opens?: { desk: readonly Press[]; phone: readonly Press[] };
}

/** What is pressed; `opens` where a page fetches it only then, so that it stands there later than the press is over. */
type Press = string | { press: string; opens: string };

const SHARE: Press = { press: 'share', opens: 'share-dialog' };
const ASK_IN_FRAME: Press = { press: 'ask-in-frame', opens: 'frame-questions' };

const shows = (testId: string) => (page: Page) => expect(page.getByTestId(testId).first()).toBeVisible();

export const VISITS: readonly Visit[] = [
  {
    name: 'the home page',
    path: () => '/',
    ready: (page) => expect(page.locator('a[href^="/b/"]').first()).toBeVisible(),
  },
  {
    name: 'the live page',
    path: (show) => `/b/${show.slug}`,
    ready: shows('now-item'),
    opens: { desk: ['programme-by-continent', SHARE], phone: [] },
  },
  {
    name: "the player for other sites' frames",
    path: (show) => `/embed/${show.slug}`,
    ready: shows('ask-in-frame'),
    opens: { desk: [ASK_IN_FRAME], phone: [ASK_IN_FRAME] },
  },
  { name: 'the page before a show', path: async (show) => `/b/${await show.nextSlug()}`, ready: shows('countdown') },
  {
    name: 'the page that asks for a password',
    path: async ({ owner }) => {
      const slug = await owner.create({
        title: 'Assemblée générale des productrices',
        plannedStart: new Date().toISOString(),
        durationMinutes: 60,
        zone: 'Europe/Paris',
      });
      await owner.letIn(slug, { mode: 'password', password: 'assemblée' });
      return `/b/${slug}`;
    },
    ready: shows('entry-gate'),
  },
  {
    name: 'an invitation',
    path: async ({ owner, slug }) => new URL(await owner.invite(slug, { role: 'moderator', label: 'Inès' })).pathname,
    ready: shows('invite-name'),
  },
  {
    name: 'the studio',
    path: (show) => `/studio/${show.slug}`,
    as: 'producer',
    ready: shows('tile'),
    opens: {
      desk: [
        'side-media',
        'side-graphics',
        'side-log',
        'channel-more',
        'tile-link',
        'recording',
        'remotes',
        'stage-desk',
        'shortcuts',
      ],
      phone: ['part-rundown', 'part-talk', 'part-questions', 'part-sound', 'part-graphics', 'part-media', 'part-log'],
    },
  },
  { name: 'the multiview', path: (show) => `/studio/${show.slug}/multiview`, as: 'producer', ready: shows('view') },
  {
    name: 'the recordings',
    path: (show) => `/studio/${show.slug}/recordings`,
    as: 'producer',
    ready: shows('recorded-file'),
  },
  {
    name: 'the moderation',
    path: (show) => `/moderate/${show.slug}`,
    as: 'moderator',
    ready: async (page) => {
      await shows('pending-question')(page);
      // Chosen, a card offers all that can be done; on a phone it stands in another column.
      const approved = page.locator('[data-testid="approved-question"] [data-card]').first();
      if (await approved.isVisible()) await approved.click();
    },
    opens: { desk: ['word-filter', 'votes'], phone: ['word-filter'] },
  },
  {
    name: "the presenter's sheet",
    path: (show) => `/moderate/${show.slug}/print`,
    as: 'moderator',
    ready: shows('print-sheet'),
  },
  {
    name: "the presenter's page",
    path: (show) => `/presenter/${show.slug}`,
    as: 'producer',
    ready: shows('presenter-main'),
  },
  { name: 'the stage clock', path: (show) => `/stage/${show.slug}`, as: 'producer', ready: shows('stage') },
  {
    name: 'the rundown',
    path: (show) => `/rundown/${show.slug}`,
    as: 'producer',
    ready: (page) =>
      expect(page.locator('[data-testid="rundown-row"], [data-testid="rundown-card"]').first()).toBeVisible(),
    opens: { desk: ['shortcuts', 'import-rundown', 'copy-rundown'], phone: ['rundown-card', 'import-rundown'] },
  },
  { name: 'the captions', path: (show) => `/captions/${show.slug}`, as: 'captioner', ready: shows('caption-text') },
  { name: 'the report', path: (show) => `/admin/report/${show.slug}`, as: 'owner', ready: shows('programme-chart') },
  { name: "the owner's page", path: () => '/admin', as: 'owner', ready: shows('admin-broadcast') },
  {
    name: "a contributor's page",
    path: (show) => new URL(DemoLinks.parse(show.antenne.links()).contributor).pathname,
    ready: shows('join-check'),
  },
];

/** In which window, and in whose language (a tag as browsers say it). */
type Window = { address: string; width: number; height: number; locale: string };

/** Goes there, and presses one after the other. */
export async function lookAt(
  show: Show,
  { as, ready }: Visit,
  { address, locale, ...size }: Window,
  presses: readonly Press[] = [],
): Promise<void> {
  const page = await show.window(size, locale);
  const complaints = complaintsOf(page);
  if (as) await show.signIn(page, as);
  await page.goto(address);
  await ready(page);
  await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${locale.slice(0, 2)}`));
  const isClean = async (what: string) => {
    expect(await tooWide(page), what).toEqual([]);
    expect(await seriousFindings(page), what).toEqual([]);
  };
  await isClean(`${size.width} px`);
  for (const press of presses) {
    const button = typeof press === 'string' ? press : press.press;
    await page.getByTestId(button).first().click();
    if (typeof press !== 'string') await expect(page.getByTestId(press.opens)).toBeVisible();
    await isClean(button);
    await page.keyboard.press('Escape');
  }
  expect(complaints, `${size.width} px`).toEqual([]);
  await page.context().close();
}
