-- Search among questions, in every language alike: a text without case, accents and punctuation, and an index of its words.
-- The index is an expression, which Prisma's schema does not carry (server/questions/search.ts asks by the same one). The
-- function stands on pg_catalog alone, so that a dump can be restored.
CREATE FUNCTION "question_folded"("words" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(
    regexp_replace(
      replace(replace(translate(lower(normalize($1, NFKD)), 'øđłıŒÆØĐŁ', 'odliœæodl'), 'œ', 'oe'), 'æ', 'ae'),
      '[\u0300-\u036f]+', '', 'g'),
    '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'))
$$;

-- Without fastupdate: a search never reads through a list of what is not yet in the index.
CREATE INDEX "questions_words" ON "questions" USING GIN (
  to_tsvector('simple', "question_folded"(coalesce("edited", '') || ' ' || "original" || ' ' || coalesce("author", '')))
) WITH (fastupdate = off);
