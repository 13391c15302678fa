-- How the programme goes on when a clip ends on air: until now always by a cut.
ALTER TABLE "assets" ADD COLUMN     "endTransition" JSONB NOT NULL DEFAULT '{"type":"cut"}';
