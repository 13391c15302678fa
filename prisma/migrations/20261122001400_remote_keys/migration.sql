-- A key for a control surface: an invitation that no browser accepts.
ALTER TABLE "invitations" ADD COLUMN "remote" BOOLEAN NOT NULL DEFAULT false;
