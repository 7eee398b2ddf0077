package io.clickreel.generate;

import io.clickreel.generate.shared.RandomStream;

/** Draws the film that a user looks at: by its popularity, or because it trends for a few hours. */
final class FilmShelf {
    private static final double FLATNESS = 8;
    private static final int TRENDS = 8;
    private static final long TREND_MS = 4 * 3_600_000L;
    private static final double TREND_SHARE = 0.25;

    private final long seed;
    private final int[] filmOfRank;
    private final PopularityCurve popularity;

    FilmShelf(int films, long seed) {
        this.seed = RandomStream.mix(seed + 1);
        this.filmOfRank = new RandomStream(this.seed).permutation(films);
        this.popularity = new PopularityCurve(films, FLATNESS);
    }

    /** A film id from 1. */
    int draw(long timeMs, RandomStream random) {
        if (random.chance(TREND_SHARE)) {
            int trend = random.below(TRENDS);
            // Staggered, so that one film rises while another falls: interest grows for two hours, then fades.
            long shifted = timeMs + trend * (TREND_MS / TRENDS);
            double phase = (double) Math.floorMod(shifted, TREND_MS) / TREND_MS;
            if (random.chance(1 - Math.abs(2 * phase - 1))) {
                return trendingFilm(trend, Math.floorDiv(shifted, TREND_MS));
            }
        }
        return 1 + filmOfRank[popularity.draw(random)];
    }

    private int trendingFilm(int trend, long window) {
        // Any film may trend, so mostly one that is unpopular at other times.
        long hash = RandomStream.mix(seed ^ RandomStream.mix(window * TRENDS + trend));
        return 1 + (int) Math.floorMod(hash, (long) filmOfRank.length);
    }
}
