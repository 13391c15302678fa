/** The demonstration: what a first start puts into an empty database, so that there is something to see. */
import type { PrismaClient } from '../generated/client.ts';
import { seedTour, TOUR_SLUG } from './broadcasts.ts';

/** Milliseconds: a first start happens on small machines that are busy building the pages. */
const SLOWLY = { timeout: 120_000 };

/** Kept in the database, so that deleting every broadcast does not bring the demonstration back. */
const DECIDED = 'demonstration';

export interface Demonstration {
  broadcastId: string;
  slug: string;
  /** The contributor whose link is given out. */
  contributorId: string;
}

/**
 * Makes the demonstration in a database that never had anything in it, when it is wanted.
 * @returns null when it was not made now.
 */
export async function seedDemonstration(
  client: PrismaClient,
  { wanted, now }: { wanted: boolean; now: Date },
): Promise<Demonstration | null> {
  return client.$transaction(async (tx) => {
    const decided = await tx.installationFact.createMany({
      data: [{ name: DECIDED, value: wanted ? 'made' : 'declined' }],
      skipDuplicates: true,
    });
    if (decided.count === 0 || !wanted || (await tx.broadcast.count()) > 0) return null;
    const made = await seedTour(tx, now);
    return { ...made, slug: TOUR_SLUG };
  }, SLOWLY);
}
