package io.clickreel.kafka;

/** How many bytes one poll may still unpack; for one thread. */
final class PollBudget {
    /** Skipped bytes cost time, about a second a gigabyte, but Kafka expects the next poll within minutes. */
    private static final long MOST_PASSED_OVER = 4L << 30;

    private final long most;
    private long left;
    private long leftToPassOver;

    /** @param most the most bytes of keys and values */
    PollBudget(long most) {
        this.most = most;
        renew();
    }

    void renew() {
        left = most;
        leftToPassOver = MOST_PASSED_OVER;
    }

    /** @return false if the budget is used up; the first bytes of a poll always pass */
    boolean take(long bytes) {
        if (left <= 0 || leftToPassOver <= 0) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Counts bytes that were unpacked and not kept. */
    void passedOver(long bytes) {
        leftToPassOver -= bytes;
    }
}
