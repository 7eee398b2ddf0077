package io.clickreel.generate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the generator makes; the same settings with a start time make the same clicks.
 *
 * @param ratePerSecond clicks a second; 0 means as many as the caller asks for
 * @param users how many people there are
 * @param films film ids go from 1 to this number
 * @param startTime the time of the first click; null for the caller's clock
 * @param batchRows the most clicks that one call makes
 * @param dailyRhythm 0 for a steady rate, up to 1 for one that swings between nothing and double over the UTC day
 */
public record ClickGeneratorSettings(
        double ratePerSecond,
        int users,
        long seed,
        int films,
        @Nullable Instant startTime,
        int batchRows,
        double dailyRhythm) {
    /** The contract of clicks allows no larger film_id. */
    private static final int MOST_FILMS = 1_000_000;

    private static final int MAX_USERS = 10_000_000;
    private static final double MAX_RATE = 10_000_000;
    private static final int MAX_BATCH_ROWS = 1_000_000;

    public ClickGeneratorSettings {
        check("ratePerSecond", ratePerSecond, 0, MAX_RATE);
        check("users", users, 1, MAX_USERS);
        check("films", films, 1, MOST_FILMS);
        check("batchRows", batchRows, 1, MAX_BATCH_ROWS);
        check("dailyRhythm", dailyRhythm, 0, 1);
    }

    /** 200 clicks a second of 20,000 users and 1,000 films, on the wall clock. */
    public static ClickGeneratorSettings defaults() {
        return new ClickGeneratorSettings(200, 20_000, 42, 1_000, null, 10_000, 0);
    }

    public ClickGeneratorSettings withRatePerSecond(double newRate) {
        return new ClickGeneratorSettings(newRate, users, seed, films, startTime, batchRows, dailyRhythm);
    }

    public ClickGeneratorSettings withUsers(int newUsers) {
        return new ClickGeneratorSettings(ratePerSecond, newUsers, seed, films, startTime, batchRows, dailyRhythm);
    }

    public ClickGeneratorSettings withSeed(long newSeed) {
        return new ClickGeneratorSettings(ratePerSecond, users, newSeed, films, startTime, batchRows, dailyRhythm);
    }

    public ClickGeneratorSettings withFilms(int newFilms) {
        return new ClickGeneratorSettings(ratePerSecond, users, seed, newFilms, startTime, batchRows, dailyRhythm);
    }

    public ClickGeneratorSettings withStartTime(Instant newStart) {
        return new ClickGeneratorSettings(ratePerSecond, users, seed, films, newStart, batchRows, dailyRhythm);
    }

    public ClickGeneratorSettings withBatchRows(int newBatchRows) {
        return new ClickGeneratorSettings(ratePerSecond, users, seed, films, startTime, newBatchRows, dailyRhythm);
    }

    public ClickGeneratorSettings withDailyRhythm(double newRhythm) {
        return new ClickGeneratorSettings(ratePerSecond, users, seed, films, startTime, batchRows, newRhythm);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT, "%s is %s; set it to a value from %.0f to %.0f.", name, value, least, most));
        }
    }
}
