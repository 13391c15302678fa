import type { Database } from '@antenne/prisma';

/** Whether the database answers. */
export async function databaseAnswers(database: Database): Promise<boolean> {
  try {
    await database.client.$queryRaw`SELECT 1`;
    return true;
  } catch {
    // The reason is logged by whoever wanted to work with it.
    return false;
  }
}
