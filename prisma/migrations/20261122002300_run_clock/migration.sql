-- The clock of the item on air: time added, pauses, holds, and rehearsals, which leave nothing behind.
ALTER TABLE "runs" ADD COLUMN "addedMs" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "runs" ADD COLUMN "pausedAt" TIMESTAMPTZ(3);
ALTER TABLE "runs" ADD COLUMN "pausedMs" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "runs" ADD COLUMN "heldAt" TIMESTAMPTZ(3);
ALTER TABLE "runs" ADD COLUMN "rehearsal" JSONB;
