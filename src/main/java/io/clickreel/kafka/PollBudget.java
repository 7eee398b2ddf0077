package io.clickreel.kafka;

/** How much one poll may still unpack; for one thread. */
final class PollBudget {
    /** What is passed over takes no memory but time, some second a gigabyte: Kafka expects the next poll within minutes. */
    private static final long MOST_PASSED_OVER = 4L << 30;

    private final long most;
    private long left;
    private long leftToPassOver;

    /** @param most bytes of keys and values */
    PollBudget(long most) {
        this.most = most;
        renew();
    }

    void renew() {
        left = most;
        leftToPassOver = MOST_PASSED_OVER;
    }

    /** @return false if the poll has all that it may have; the first bytes are always let through */
    boolean take(long bytes) {
        if (left <= 0 || leftToPassOver <= 0) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Takes note of bytes that were unpacked and not kept. */
    void passedOver(long bytes) {
        leftToPassOver -= bytes;
    }
}
