package io.clickreel.films.file;

/**
 * Finds out how quotes within values are escaped: doubled, as in RFC 4180, or by a backslash, as Spark writes them. It
 * reads a text in both ways at once; the second counts only if the first comes to a place where no quote may be.
 */
final class QuoteCheck {
    private final Reading doubled = new Reading(false);
    private final Reading escaped = new Reading(true);
    private final char separator;

    QuoteCheck(char separator) {
        this.separator = separator;
    }

    void next(char c) {
        doubled.next(c);
        escaped.next(c);
    }

    /** The result, after the last character. */
    boolean backslashes() {
        return doubled.isBroken() && !escaped.isBroken();
    }

    private enum State {
        START,
        PLAIN,
        QUOTED,
        BEHIND_BACKSLASH,
        BEHIND_QUOTE,
        BROKEN
    }

    private final class Reading {
        private final boolean backslash;
        private State state = State.START;

        Reading(boolean backslash) {
            this.backslash = backslash;
        }

        void next(char c) {
            state = switch (state) {
                case START -> c == '"' ? State.QUOTED : ends(c) || c == '\uFEFF' ? State.START : State.PLAIN;
                case PLAIN -> ends(c) ? State.START : State.PLAIN;
                case QUOTED ->
                    c == '"' ? State.BEHIND_QUOTE : c == '\\' && backslash ? State.BEHIND_BACKSLASH : State.QUOTED;
                case BEHIND_BACKSLASH -> State.QUOTED;
                case BEHIND_QUOTE -> c == '"' ? State.QUOTED : ends(c) ? State.START : State.BROKEN;
                case BROKEN -> State.BROKEN;
            };
        }

        boolean isBroken() {
            return state == State.BROKEN || state == State.QUOTED || state == State.BEHIND_BACKSLASH;
        }

        private boolean ends(char c) {
            return c == separator || c == '\n' || c == '\r';
        }
    }
}
