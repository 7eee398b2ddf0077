package io.clickreel.films;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A made-up catalogue for a bucket that has none: 1,000 films in 16 categories, the same at each call. */
public final class FilmCatalogue {
    /** The catalogue's {@link FilmCensus#version}, by which it is recognised wherever it is. */
    static final String VERSION = "1000-b815ce850e7bd506";

    private static final int FILMS = 1_000;
    private static final List<String> COLUMNS = List.of(
            "film_key", "film_id", "title", "release_year", "length", "rating", "rental_duration", "category_name");
    private static final List<String> CATEGORIES = List.of(
            "Action",
            "Animation",
            "Children",
            "Classics",
            "Comedy",
            "Documentary",
            "Drama",
            "Family",
            "Foreign",
            "Games",
            "Horror",
            "Music",
            "New",
            "Sci-Fi",
            "Sports",
            "Travel");
    private static final List<String> RATINGS = List.of("G", "PG", "PG-13", "R", "NC-17");
    private static final List<String> FIRST_WORDS = List.of(
            "Amber",
            "Arctic",
            "Autumn",
            "Blazing",
            "Broken",
            "Cobalt",
            "Copper",
            "Crimson",
            "Crooked",
            "Daring",
            "Distant",
            "Electric",
            "Emerald",
            "Endless",
            "Feral",
            "Frozen",
            "Gilded",
            "Hollow",
            "Iron",
            "Ivory",
            "Lonely",
            "Lucky",
            "Midnight",
            "Mighty",
            "Neon",
            "Paper",
            "Phantom",
            "Quiet",
            "Restless",
            "Velvet");
    private static final List<String> SECOND_WORDS = List.of(
            "Anthem",
            "Harbor",
            "Beacon",
            "Bridge",
            "Canyon",
            "Carnival",
            "Circus",
            "Comet",
            "Compass",
            "Crossing",
            "Detective",
            "Empire",
            "Engine",
            "Falcon",
            "Frontier",
            "Garden",
            "Guitar",
            "Horizon",
            "Island",
            "Juggler",
            "Kingdom",
            "Lantern",
            "Legend",
            "Lighthouse",
            "Meadow",
            "Mirror",
            "Monsoon",
            "Mountain",
            "Oracle",
            "Orchard",
            "Parade",
            "Pirate",
            "Rocket",
            "Sailor",
            "Shadow",
            "Sparrow",
            "Station",
            "Summit",
            "Tempest",
            "Voyage");

    /** The catalogue as a CSV file in UTF-8. */
    public byte[] csv() {
        SplittableRandom random = new SplittableRandom(2005);
        StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (int filmId = 1; filmId <= FILMS; filmId++) {
            csv.append(UUID.nameUUIDFromBytes(("film " + filmId).getBytes(StandardCharsets.UTF_8)))
                    .append(',')
                    .append(filmId)
                    .append(',')
                    .append(title(filmId))
                    .append(',')
                    .append(random.nextInt(1975, 2026))
                    .append(',')
                    .append(random.nextInt(46, 186))
                    .append(',')
                    .append(RATINGS.get(random.nextInt(RATINGS.size())))
                    .append(',')
                    .append(random.nextInt(3, 8))
                    .append(',')
                    .append(CATEGORIES.get(random.nextInt(CATEGORIES.size())))
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Makes each title from another pair of words: 7 has no divisor in common with the number of pairs. */
    private static String title(int filmId) {
        int pair = filmId * 7 % (FIRST_WORDS.size() * SECOND_WORDS.size());
        return FIRST_WORDS.get(pair / SECOND_WORDS.size()) + " " + SECOND_WORDS.get(pair % SECOND_WORDS.size());
    }
}
