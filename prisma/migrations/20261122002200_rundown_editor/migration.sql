-- The rundown's editor: who changed an item last, what each edit did (so that its author can take it back), and templates.
ALTER TABLE "rundown_items" ADD COLUMN "editedBy" TEXT;
ALTER TABLE "rundown_items" ADD COLUMN "editedAt" TIMESTAMPTZ(3);

CREATE TABLE "rundown_edits" (
    "id" SERIAL NOT NULL,
    "broadcastId" UUID NOT NULL,
    "actorId" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "diff" JSONB NOT NULL,
    "undone" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rundown_edits_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "rundown_edits_broadcastId_actorId_id_idx" ON "rundown_edits"("broadcastId", "actorId", "id");

ALTER TABLE "rundown_edits" ADD CONSTRAINT "rundown_edits_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "rundown_templates" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rundown_templates_pkey" PRIMARY KEY ("id")
);
