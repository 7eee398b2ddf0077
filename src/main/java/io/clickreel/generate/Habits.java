package io.clickreel.generate;

import io.clickreel.generate.shared.RandomStream;

/** How people behave, in numbers: how long they think, stay and stay away, and on what devices. */
final class Habits {
    /** A session ends after this time without a click. */
    static final long SESSION_GAP_MS = 600_000;

    /** Mean of {@link #thinkMs}; tells how many people are there at once at a given rate. */
    static final double MEAN_THINK_SECONDS = 12.5;

    private static final double THINK_MEDIAN_MS = 8_000;
    private static final double THINK_SIGMA = 0.8;
    private static final double PAUSE_SHARE = 0.01;
    private static final double PAUSE_MEDIAN_MS = 120_000;
    private static final double SEEN_LONGER = StrictMath.exp(THINK_SIGMA * THINK_SIGMA);
    private static final int EVENING_HOUR = 18;

    private static final double FILMS_MEDIAN = 2.1;
    private static final double FILMS_SIGMA = 0.8;
    private static final int MAX_FILMS = 100;

    // The funnel for each film. Of 100 views 85.7 lead to the details, 57.1 to the trailer and 42.9 to the watchlist,
    // which makes the shares of all clicks .35, .30, .20 and .15. Some save a film without having seen its trailer.
    private static final double DETAIL_AFTER_VIEW = 6.0 / 7;
    private static final double TRAILER_AFTER_DETAIL = 2.0 / 3;
    private static final double SAVED_WITHOUT_TRAILER = 0.3;
    private static final double SAVED_AFTER_TRAILER = 0.6;

    private final int[] thinkMs = new int[4096];
    private final long seed;

    Habits(long seed) {
        this.seed = RandomStream.mix(seed + 2);
        RandomStream random = new RandomStream(this.seed);
        // Drawn once and then looked up: logarithms for each click would cost more than all the rest.
        for (int i = 0; i < thinkMs.length; i++) {
            thinkMs[i] = (int)
                    (random.chance(PAUSE_SHARE)
                            ? random.nextLognormal(PAUSE_MEDIAN_MS, 0.4)
                            : random.nextLognormal(THINK_MEDIAN_MS, THINK_SIGMA));
        }
    }

    /** The time until the next click of a visit. */
    int thinkMs(RandomStream random) {
        return thinkMs[random.below(thinkMs.length)];
    }

    /**
     * As {@link #thinkMs}, for a person who is observed at a random moment: long pauses are more likely to be observed
     * than short ones.
     */
    int thinkMsInProgress(RandomStream random) {
        return (int) (thinkMs(random) * SEEN_LONGER) + 1;
    }

    /** A step that someone in the middle of a visit may have done last. */
    EventType anyStep(RandomStream random) {
        double draw = random.nextDouble();
        return draw < 0.35
                ? EventType.VIEW
                : draw < 0.65
                        ? EventType.DETAIL_VIEW
                        : draw < 0.85 ? EventType.WATCH_TRAILER : EventType.ADD_TO_WATCHLIST;
    }

    /** How many films someone looks at in a visit, on average three, which makes nine clicks. */
    int films(RandomStream random) {
        double films = random.nextLognormal(FILMS_MEDIAN, FILMS_SIGMA);
        return (int) Math.min(MAX_FILMS, Math.max(1, Math.round(films)));
    }

    /** What someone does with the film next; a view means the next film. */
    EventType after(EventType done, RandomStream random) {
        return switch (done) {
            case VIEW -> random.chance(DETAIL_AFTER_VIEW) ? EventType.DETAIL_VIEW : EventType.VIEW;
            case DETAIL_VIEW ->
                random.chance(TRAILER_AFTER_DETAIL)
                        ? EventType.WATCH_TRAILER
                        : random.chance(SAVED_WITHOUT_TRAILER) ? EventType.ADD_TO_WATCHLIST : EventType.VIEW;
            case WATCH_TRAILER -> random.chance(SAVED_AFTER_TRAILER) ? EventType.ADD_TO_WATCHLIST : EventType.VIEW;
            case ADD_TO_WATCHLIST -> EventType.VIEW;
        };
    }

    /** The device of a new session: mostly the user's favourite, in the evening more often one for the sofa. */
    Device device(int user, long timeMs, RandomStream random) {
        int taste = (int) (RandomStream.mix(seed + user) >>> 33) % 100;
        Device favourite = taste < 50 ? Device.WEB : taste < 85 ? Device.MOBILE : Device.TABLET;
        boolean evening = timeMs / 3_600_000 % 24 >= EVENING_HOUR;
        if (evening && favourite == Device.WEB && random.chance(0.4)) {
            return random.chance(0.6) ? Device.MOBILE : Device.TABLET;
        }
        return random.chance(0.1) ? Device.MOBILE : favourite;
    }

    Referrer referrer(RandomStream random) {
        double draw = random.nextDouble();
        return draw < 0.5 ? Referrer.HOMEPAGE : draw < 0.8 ? Referrer.SEARCH : Referrer.RECOMMENDATION;
    }
}
