/** The report of a show over HTTP, for its owner and its producers. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../accounts/access.ts';
import type { Cookies } from '../accounts/cookies.ts';
import { parse } from '../accounts/routes.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { Locale, LocalizedText, type Report, ReportPart, Slug } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';
import { loadPlan, planOf } from '../rundown/plan-store.ts';
import { loadRundown } from '../rundown/store.ts';
import { reportCsv } from './csv.ts';
import { audienceOf, countQuestions, reportItems } from './report.ts';
import { listCounted, listThemes, listViewers } from './store.ts';

const BySlug = z.object({ slug: Slug });
const CsvQuery = z.object({ part: ReportPart, lang: Locale.catch('fr') });

export interface ReportParts {
  database: Database;
  access: Access;
  cookies: Cookies;
}

export function reportRoutes(app: FastifyInstance, { database, access, cookies }: ReportParts): void {
  /** @throws Refusal for who may not know, and `invalidState` before the show */
  async function reportFor(request: FastifyRequest, reply: FastifyReply): Promise<Report> {
    const { client } = database;
    const session = await access.session(cookies.sessionToken(request.headers.cookie));
    const broadcast = await findBroadcast(client, parse(BySlug, request.params).slug);
    await access.requireRole(session, broadcast.id, ['producer']);
    const { id, slug, title, zone, state, plannedStart, plannedEnd, startedAt, endedAt } = broadcast;
    if (state === 'scheduled' || !startedAt) throw new Refusal('invalidState', 'the show has not begun');
    const rundown = await loadRundown(client, id);
    const plan = await loadPlan(client, id);
    const themes = await listThemes(client, id);
    const questions = await listCounted(client, id);
    void reply.header('cache-control', 'no-store');
    return {
      ...{ slug, title, zone, state },
      plannedStart: plannedStart.toISOString(),
      plannedEnd: plannedEnd.toISOString(),
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      planKeptAt: plan?.keptAt.toISOString() ?? null,
      items: reportItems(rundown, plan?.items ?? planOf(rundown), new Date()),
      themes: themes.map((theme) => ({
        id: theme.id,
        title: LocalizedText.parse(theme.title),
        counts: countQuestions(questions.filter(({ themeId }) => themeId === theme.id)),
      })),
      questions: countQuestions(questions),
      audience: audienceOf(await listViewers(client, id)),
    };
  }

  app.get('/api/admin/broadcasts/:slug/report', (request, reply): Promise<Report> => reportFor(request, reply));

  app.get('/api/admin/broadcasts/:slug/report.csv', async (request, reply) => {
    const { part, lang } = parse(CsvQuery, request.query);
    const report = await reportFor(request, reply);
    void reply.header('content-disposition', `attachment; filename="${report.slug}-${part}.csv"`);
    return reply.type('text/csv; charset=utf-8').send(reportCsv(report, part, lang));
  });
}
