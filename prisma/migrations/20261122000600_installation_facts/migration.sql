-- Facts about this installation, such as the key that signs voters' cookies: shared by every server of it.

-- CreateTable
CREATE TABLE "installation_facts" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "installation_facts_pkey" PRIMARY KEY ("name")
);
