-- What each contributor hears besides the programme without themselves. Nothing is said yet: they hear the programme.
ALTER TABLE "contributors" ADD COLUMN "hears" JSONB;
