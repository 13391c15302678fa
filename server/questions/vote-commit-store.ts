/** Commits that wait for the disk together: one flush for as many votes as were counted meanwhile. */
import type { Queries } from '@antenne/prisma';

/**
 * What this transaction writes is in the database's memory when it is committed. The embedded database brings it to the
 * disk with the next commit that waits, and not before: until then a killed process takes it along. So nothing of it may be
 * acknowledged before `bringToDisk`.
 */
export async function commitInMemory(tx: Queries): Promise<void> {
  await tx.$executeRaw`SET LOCAL synchronous_commit TO OFF`;
}

/** Everything that was committed is on the disk afterwards: the log is flushed up to this message, which nobody reads. */
export async function bringToDisk(queries: Queries): Promise<void> {
  await queries.$queryRaw`SELECT pg_logical_emit_message(true, 'antenne', 'votes')::text`;
}
