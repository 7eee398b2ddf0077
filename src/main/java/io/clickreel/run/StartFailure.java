package io.clickreel.run;

import io.clickreel.StartupException;
import io.clickreel.schema.SchemaException;
import java.io.IOException;
import org.apache.camel.PropertyBindingException;

/** Turns a failure of the start into the sentence for its user. */
public final class StartFailure {
    private StartFailure() {}

    /** Camel wraps the cause in exceptions that say where it was; the user needs both, in one sentence. */
    static StartupException explain(Exception failure) {
        StringBuilder sentence = new StringBuilder("The routes did not start: ");
        String last = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException own) {
                return own;
            }
            if (cause instanceof PropertyBindingException option) {
                return new StartupException(optionName(option) + "=" + option.getValue()
                        + " is refused by Camel: it has no such option, or not that value for it."
                        + " Correct it in application.properties, or where -D or the environment says it.");
            }
            // The innermost cause may need more than one line: it shows the place in a file.
            String message = cause.getCause() == null
                    ? message(cause)
                    : message(cause).lines().findFirst().orElse("");
            // Many exceptions repeat the words of their cause.
            if (!last.contains(message)) {
                sentence.append(last.isEmpty() ? "" : " because: ").append(message);
                last = message;
            }
        }
        String end = last.endsWith(".") ? "" : ".";
        return new StartupException(
                sentence + end + " Correct the file in routes/ or the setting that it names; the log has the details.");
    }

    /** Whether a service was away, so that waiting can mend it. */
    public static boolean isAway(SchemaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message.strip();
    }

    private static String optionName(PropertyBindingException option) {
        String prefix = option.getOptionPrefix();
        return (prefix == null ? "" : prefix.endsWith(".") ? prefix : prefix + ".") + option.getOptionKey();
    }
}
