package io.clickreel.replay;

/** A replay that cannot be done now; the message is the whole report. The live tables are unchanged. */
public final class ReplayRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplayRefusedException(String sentence) {
        super(sentence);
    }
}
