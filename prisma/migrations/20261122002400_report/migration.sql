-- What the report after a show needs and nothing else keeps: the plan as it was when the show went live, and how many
-- watched. Broadcasts that went live before this migration have neither: their report goes by the rundown as it is.
CREATE TABLE "plans" (
    "broadcastId" UUID NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL,
    "items" JSONB NOT NULL,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("broadcastId")
);

CREATE TABLE "viewer_minutes" (
    "broadcastId" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "least" INTEGER NOT NULL,
    "most" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,
    "samples" INTEGER NOT NULL,

    CONSTRAINT "viewer_minutes_pkey" PRIMARY KEY ("broadcastId", "minute")
);

-- A clip that is shown before the broadcast begins, a still that stands there: one of each at most, seen to when it is set.
ALTER TABLE "assets" ADD COLUMN "trailer" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "plans" ADD CONSTRAINT "plans_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "viewer_minutes" ADD CONSTRAINT "viewer_minutes_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
