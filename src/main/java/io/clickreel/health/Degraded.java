package io.clickreel.health;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * A state of health between up and down: all is served, and a person has to act.
 *
 * <p>Camel knows up and down only. Down would have the instance taken out of service, which mends nothing, so a check
 * that is degraded is up, and says so in its message and in its detail {@code level}.
 */
public final class Degraded {
    /** The word for it, wherever a state is shown. */
    public static final String STATE = "DEGRADED";

    private static final String LEVEL = "level";
    private static final String PREFIX = STATE + ": ";

    private Degraded() {}

    /** @param sentence what, where, why, since when, and how to mend it */
    public static void tell(HealthCheckResultBuilder builder, String sentence) {
        builder.up().detail(LEVEL, STATE).message(PREFIX + sentence);
    }

    public static boolean is(HealthCheck.Result result) {
        return STATE.equals(result.getDetails().get(LEVEL));
    }

    /** The sentence without the state, for a reader that shows the state beside it. */
    public static String sentence(String message) {
        return message.startsWith(PREFIX) ? message.substring(PREFIX.length()) : message;
    }
}
