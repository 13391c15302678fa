/** What broadcasts' media take on the disk of the media plane. */
import { z } from 'zod';
import { Slug } from './common.ts';

const bytes = z.number().nonnegative();

export const StorageUse = z.object({
  /** Of the disk; null where it cannot be told. */
  totalBytes: bytes.nullable(),
  freeBytes: bytes.nullable(),
  /** Missing to what should stay free (RECORDING_RESERVE_MB); 0: enough is free. */
  shortBytes: bytes,
  broadcasts: z.array(z.object({ slug: Slug, replayBytes: bytes, recordingBytes: bytes })),
});
export type StorageUse = z.infer<typeof StorageUse>;

/** The same for the owner, by broadcast, with what is removed by itself. */
export const OwnerStorage = StorageUse.omit({ broadcasts: true }).extend({
  /** What broadcasts may take together (DISK_BUDGET_GB); null: no limit. */
  budgetBytes: bytes.nullable(),
  /** Days after which what is over leaves the disk (RETENTION_DAYS); null: none does by its age. */
  retentionDays: z.number().nullable(),
  /** The largest first. */
  broadcasts: z.array(
    z.object({
      slug: Slug,
      title: z.string(),
      /** It may be removed: it is over, and not to be kept. */
      removable: z.boolean(),
      replayBytes: bytes,
      recordingBytes: bytes,
    }),
  ),
});
export type OwnerStorage = z.infer<typeof OwnerStorage>;
