-- Other services that the programme is pushed to.
CREATE TABLE "simulcast_targets" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "simulcast_targets_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "simulcast_targets_broadcastId_createdAt_idx" ON "simulcast_targets"("broadcastId", "createdAt");

ALTER TABLE "simulcast_targets" ADD CONSTRAINT "simulcast_targets_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
