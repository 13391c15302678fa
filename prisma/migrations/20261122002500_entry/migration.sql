-- Who may watch a broadcast. One that was never touched has no row, and is for everybody.
CREATE TYPE "EntryMode" AS ENUM ('open', 'link', 'password');

CREATE TABLE "entries" (
    "broadcastId" UUID NOT NULL,
    "mode" "EntryMode" NOT NULL DEFAULT 'open',
    "generation" INTEGER NOT NULL DEFAULT 0,
    "passwordHash" TEXT,

    CONSTRAINT "entries_pkey" PRIMARY KEY ("broadcastId")
);

ALTER TABLE "entries" ADD CONSTRAINT "entries_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
