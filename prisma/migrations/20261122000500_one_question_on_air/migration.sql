-- At most one question on air per broadcast, whatever two control rooms press at once.
-- A partial index: Prisma's schema does not carry it, so it lives here alone.
CREATE UNIQUE INDEX "questions_one_on_air" ON "questions"("broadcastId") WHERE "state" = 'onAir';
