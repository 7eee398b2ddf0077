-- Where a new version of dim_film is loaded and checked before the two are exchanged; afterwards it holds the old one.
-- A later change of dim_film's columns has to be made here too.
CREATE TABLE IF NOT EXISTS dim_film_staging AS dim_film
