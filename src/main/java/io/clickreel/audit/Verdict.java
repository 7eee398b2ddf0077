package io.clickreel.audit;

/** What an audit comes to, from the best to the worst; a violation that was seen outweighs what could not be decided. */
public enum Verdict {
    HOLDS(0),
    /** All that can be judged holds, and nothing will ever decide the rest. */
    UNKNOWN(3),
    UNDECIDED(2),
    VIOLATED(1);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
