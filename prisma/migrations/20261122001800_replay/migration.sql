-- What owners make of broadcasts that are over. One that was never touched has no row.
CREATE TABLE "replays" (
    "broadcastId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "cuts" JSONB NOT NULL DEFAULT '{"start":null,"end":null,"removed":[]}',
    "download" BOOLEAN NOT NULL DEFAULT false,
    "keep" BOOLEAN NOT NULL DEFAULT false,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "replays_pkey" PRIMARY KEY ("broadcastId")
);

ALTER TABLE "replays" ADD CONSTRAINT "replays_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
