package io.clickreel.embedded.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.StartupException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Secrets for a child process: lines {@code name=value} at the beginning of its standard input, each value in Base64,
 * then an empty line. The environment is no place for them: it lasts as long as the process and is inherited.
 */
public final class ParentSecrets {
    private ParentSecrets() {}

    /** Writes the secrets, in the parent; leaves the stream open. */
    public static void write(Map<String, String> secrets, OutputStream childInput) throws IOException {
        StringBuilder lines = new StringBuilder();
        secrets.forEach((name, value) -> lines.append(name)
                .append('=')
                .append(Base64.getEncoder().encodeToString(value.getBytes(UTF_8)))
                .append('\n'));
        childInput.write(lines.append('\n').toString().getBytes(US_ASCII));
        childInput.flush();
    }

    /**
     * Reads the secrets, in the child, and not a byte more, so that the end of the stream can be waited for.
     *
     * @throws StartupException if the parent ended before it had told everything, or told something else
     */
    public static Map<String, String> read(InputStream input) throws IOException {
        Map<String, String> secrets = new HashMap<>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int equals = line.indexOf('=');
            try {
                secrets.put(
                        line.substring(0, equals),
                        new String(Base64.getDecoder().decode(line.substring(equals + 1)), UTF_8));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new StartupException(
                        "A service was told something on its standard input that is not name=value with the value in"
                                + " Base64. It is Clickreel that starts it: ./clickreel up.",
                        e);
            }
        }
        return secrets;
    }

    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new StartupException("A service's standard input ended before the empty line that its parent"
                        + " writes. It is Clickreel that starts it: ./clickreel up.");
            }
            line.write(next);
        }
        return line.toString(US_ASCII);
    }
}
