/** A person's right to be forgotten. */
import type { Database } from '@antenne/prisma';
import type { Actor } from '../accounts/access.ts';
import type { Changes } from '../platform/changes.ts';
import type { Outbox } from '../platform/outbox.ts';
import { broadcastsOfVoter, purgeVoter } from '../questions/purge-store.ts';
import { findQuestion } from '../questions/store.ts';

export interface Purged {
  questions: number;
  votes: number;
}

/**
 * Forgets the author of a question in every broadcast. Each broadcast is a change of its own: when one fails, asking again
 * does the rest, as long as the question itself is there; so its broadcast comes last.
 * @throws Refusal `notFound`
 */
export async function purgePerson(
  { database, changes, outbox }: { database: Database; changes: Changes; outbox: Outbox },
  broadcastId: string,
  actor: Actor,
  questionId: string,
): Promise<Purged> {
  const { voterId } = await findQuestion(database.client, broadcastId, questionId);
  const others = (await broadcastsOfVoter(database.client, voterId)).filter((id) => id !== broadcastId);
  const purged: Purged = { questions: 0, votes: 0 };
  for (const id of [...others, broadcastId]) {
    const { ids, votes } = await changes.run(id, async (change) => {
      const gone = await purgeVoter(change, voterId);
      change.audit(actor, 'person.purge', String(gone.ids.length));
      return gone;
    });
    outbox.forget(id, (envelope) => {
      if (envelope.scope === 'author' && envelope.voterId === voterId) return true;
      const { event } = envelope;
      if (event.type === 'questionsPurged') return false;
      const text = JSON.stringify(event);
      return ids.some((one) => text.includes(one));
    });
    purged.questions += ids.length;
    purged.votes += votes;
  }
  return purged;
}
