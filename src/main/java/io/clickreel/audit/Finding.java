package io.clickreel.audit;

/**
 * One thing that an audit has to say, as a sentence with the range and what to do.
 *
 * @param verdict {@code HOLDS} for a remark
 */
public record Finding(Verdict verdict, String sentence) {
    static Finding violation(String sentence) {
        return new Finding(Verdict.VIOLATED, sentence);
    }

    /** Offsets whose contents nobody can know any more. */
    static Finding unknown(String sentence) {
        return new Finding(Verdict.UNKNOWN, sentence);
    }

    static Finding undecided(String sentence) {
        return new Finding(Verdict.UNDECIDED, sentence);
    }

    static Finding remark(String sentence) {
        return new Finding(Verdict.HOLDS, sentence);
    }
}
