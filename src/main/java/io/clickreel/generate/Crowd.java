package io.clickreel.generate;

import io.clickreel.generate.shared.RandomStream;
import java.util.Arrays;

/**
 * The people of the platform: who is there, with what film, and who clicks next.
 *
 * <p>All that is known of a user is in arrays of a fixed size, so that memory does not grow with time.
 */
final class Crowd {
    private static final int MAX_LIST_POSITION = 20;
    private static final double NEW_REFERRER = 0.1;
    private static final double EARLY_RETURN = 0.25;
    private static final int TRIES = 8;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final RandomStream random;
    private final Habits habits;
    private final FilmShelf shelf;
    private final PopularityCurve positions = new PopularityCurve(MAX_LIST_POSITION, 4);
    private final PopularityCurve activity;
    private final int[] userOfRank;
    private final DueQueue visitors;
    private final IdleUsers idle;
    private final MadeClick made = new MadeClick();
    private final int sessionSalt;
    private int sessions;

    private final long[] lastClickMs;
    private final int[] session;
    private final int[] film;
    private final byte[] filmsLeft;
    private final byte[] position;
    private final EventType[] nextType;
    private final Device[] device;
    private final Referrer[] referrer;

    /**
     * @param visitorsAtStart how many are already there, in the middle of their visits
     * @param startMs the time of the first click; also makes the ids of one run differ from those of the next
     */
    Crowd(int users, int films, long seed, long startMs, int visitorsAtStart) {
        random = new RandomStream(RandomStream.mix(seed) ^ startMs);
        habits = new Habits(seed);
        shelf = new FilmShelf(films, seed);
        // Flat, so that even the keenest users leave again, as people do.
        activity = new PopularityCurve(users, Math.max(1, users / 20.0));
        userOfRank = new RandomStream(seed + 3).permutation(users);
        visitors = new DueQueue(users);
        sessionSalt = (int) random.nextLong();
        idle = new IdleUsers(users);
        lastClickMs = new long[users];
        session = new int[users];
        film = new int[users];
        filmsLeft = new byte[users];
        position = new byte[users];
        nextType = new EventType[users];
        device = new Device[users];
        referrer = new Referrer[users];
        Arrays.fill(lastClickMs, NEVER);
        for (int i = 0; i < Math.min(users, visitorsAtStart); i++) {
            addInMidVisit(idleUser(startMs), startMs);
        }
    }

    /**
     * The click of the user who acts at that time, in an object that is reused for the next; times must not go back.
     */
    MadeClick next(long timeMs) {
        if (!visitors.isDue(timeMs) && idle.size() > 0) {
            arrive(idleUser(timeMs), timeMs);
        }
        // If everyone is there already, the user who is due next acts early.
        int user = visitors.first();
        if (timeMs - lastClickMs[user] >= Habits.SESSION_GAP_MS) {
            startSession(user, timeMs);
        }
        EventType type = nextType[user];
        if (type == EventType.VIEW) {
            chooseFilm(user, timeMs);
        }
        make(user, timeMs, type);
        lastClickMs[user] = timeMs;
        EventType next = habits.after(type, random);
        nextType[user] = next;
        if (next == EventType.VIEW && filmsLeft[user] == 0) {
            visitors.removeFirst();
            idle.add(user);
        } else {
            visitors.rescheduleFirst(timeMs + habits.thinkMs(random));
        }
        return made;
    }

    private void make(int user, long timeMs, EventType type) {
        // Version 4, variant 2, as a random UUID has it.
        made.eventIdHigh = (random.nextLong() & ~0xF000L) | 0x4000L;
        made.eventIdLow = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        made.eventTimeMs = timeMs;
        made.user = user;
        made.session = session[user];
        made.filmId = film[user];
        made.eventType = type;
        made.position = position[user];
        made.device = device[user];
        made.referrer = referrer[user];
    }

    /** Adds a user who is in the middle of a session at the first click; the earlier clicks of it are not made. */
    private void addInMidVisit(int user, long timeMs) {
        int thinkMs = habits.thinkMsInProgress(random);
        int thoughtMs = random.below(thinkMs);
        arrive(user, timeMs - thoughtMs + thinkMs);
        startSession(user, timeMs - thoughtMs);
        filmsLeft[user] = (byte) (1 + random.below(filmsLeft[user]));
        chooseFilm(user, timeMs);
        EventType next = habits.after(habits.anyStep(random), random);
        filmsLeft[user] += (byte) (next == EventType.VIEW ? 1 : 0);
        nextType[user] = next;
        lastClickMs[user] = timeMs - thoughtMs;
    }

    private void arrive(int user, long dueMs) {
        idle.remove(user);
        filmsLeft[user] = (byte) habits.films(random);
        nextType[user] = EventType.VIEW;
        visitors.add(user, dueMs);
    }

    private void startSession(int user, long timeMs) {
        // Each step is reversible, so no two sessions have the same id before four billion of them.
        int hash = sessions++ + sessionSalt;
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        session[user] = hash ^ hash >>> 16;
        device[user] = habits.device(user, timeMs, random);
        referrer[user] = habits.referrer(random);
        if (nextType[user] != EventType.VIEW) {
            nextType[user] = EventType.VIEW;
            filmsLeft[user]++;
        }
    }

    private void chooseFilm(int user, long timeMs) {
        filmsLeft[user]--;
        film[user] = shelf.draw(timeMs, random);
        position[user] = (byte) (1 + positions.draw(random));
        if (random.chance(NEW_REFERRER)) {
            referrer[user] = habits.referrer(random);
        }
    }

    /** Someone who is not there: mostly one of the keen users, and rarely one who has only just left. */
    private int idleUser(long timeMs) {
        for (int i = 0; i < TRIES; i++) {
            int user = userOfRank[activity.draw(random)];
            boolean rested = timeMs - lastClickMs[user] >= Habits.SESSION_GAP_MS;
            if (idle.contains(user) && (rested || random.chance(EARLY_RETURN))) {
                return user;
            }
        }
        return idle.draw(random);
    }
}
