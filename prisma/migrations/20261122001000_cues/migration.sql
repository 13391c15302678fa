-- Producers' cue messages, one row per contributor that one was sent to, idempotent by (contributorId, key).

-- CreateTable
CREATE TABLE "cues" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "contributorId" UUID NOT NULL,
    "key" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "from" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3),
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "cues_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "cues_broadcastId_sentAt_idx" ON "cues"("broadcastId", "sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "cues_contributorId_key_key" ON "cues"("contributorId", "key");

-- AddForeignKey
ALTER TABLE "cues" ADD CONSTRAINT "cues_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cues" ADD CONSTRAINT "cues_contributorId_fkey" FOREIGN KEY ("contributorId") REFERENCES "contributors"("id") ON DELETE CASCADE ON UPDATE CASCADE;
