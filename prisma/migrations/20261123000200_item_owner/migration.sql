-- Who of the team answers for an item. Items that exist have nobody.
ALTER TABLE "rundown_items" ADD COLUMN "owner" TEXT;
