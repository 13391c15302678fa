/** `GET /api/broadcasts/:slug/questions.csv` and `.json`: every question that somebody of the staff sees, by the session's cookie. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Access } from '../accounts/access.ts';
import type { Cookies } from '../accounts/cookies.ts';
import { parse } from '../accounts/routes.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { type ExportedQuestion, LocalizedText, Slug } from '../contract/index.ts';
import { spreadsheet } from '../platform/spreadsheet.ts';
import { sightOf, statesIn } from '../questions/sight.ts';
import { listForExport } from '../questions/store.ts';
import { staffView } from '../questions/views.ts';

export interface ExportParts {
  database: Database;
  access: Access;
  cookies: Cookies;
}

const READERS = ['producer', 'moderator', 'presenter'] as const;
const Wanted = z.object({ slug: Slug, format: z.enum(['csv', 'json']) });

const COLUMNS = [
  'id',
  'theme',
  'state',
  'votes',
  'question',
  'original',
  'author',
  'place',
  'submittedAt',
  'onAirAt',
  'answeredAt',
  'writtenAnswer',
  'rejection',
  'rejectionNote',
  'heldFor',
] as const;

export function exportRoutes(app: FastifyInstance, { database, access, cookies }: ExportParts): void {
  app.get('/api/broadcasts/:slug/questions.:format(csv|json)', async (request, reply) => {
    const { slug, format } = parse(Wanted, request.params);
    const broadcast = await findBroadcast(database.client, slug);
    const session = await access.session(cookies.sessionToken(request.headers.cookie));
    const sight = sightOf(await access.requireRole(session, broadcast.id, READERS));
    const rowsOf = await listForExport(database.client, broadcast.id, statesIn(sight));
    const questions = rowsOf.map(({ theme, ...row }): ExportedQuestion => {
      const themeTitle = LocalizedText.parse(theme.title);
      return { ...staffView(row), theme: themeTitle.fr, themeTitle };
    });
    void reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${slug}-questions.${format}"`);
    if (format === 'json') return questions;
    const rows = questions.map(({ rejection, heldFor, edited, themeTitle: _title, ...question }) => ({
      ...question,
      question: edited ?? question.original,
      rejection: rejection?.reason,
      rejectionNote: rejection?.note,
      heldFor: heldFor?.kind,
    }));
    return reply.type('text/csv; charset=utf-8').send(spreadsheet(COLUMNS, rows));
  });
}
