package io.clickreel.embedded.clickhouse.walls;

import io.clickreel.StartupException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An address outside this process that SQL may reach: s3() and url() may reach all URLs that begin with it; the Kafka
 * table engine may reach the broker {@code kafka://host:port}.
 */
record RemoteAddress(String scheme, String host, int port, String text) {
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "kafka", 9092);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:/_%~\\[\\]-]+");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[.*]");
    /** Globs stay below the address; with a comma or a bar outside of braces the engine would ask other hosts, too. */
    private static final String ONE_ADDRESS = "([^,|{}]|[{][^{}]*[}])*";

    private static final Pattern SPECIAL = Pattern.compile("[.\\[\\]]");

    /** @param list separated by commas; empty for none */
    static List<RemoteAddress> parse(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(RemoteAddress::of)
                .toList();
    }

    private static RemoteAddress of(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            if (PLAIN.matcher(text).matches() && PORTS.containsKey(scheme) && uri.getHost() != null) {
                int port = uri.getPort() < 0 ? PORTS.get(scheme) : uri.getPort();
                // If nothing follows the host, longer names of hosts would begin with it, too.
                boolean open = uri.getRawPath().isEmpty() && !scheme.equals("kafka");
                return new RemoteAddress(scheme, uri.getHost(), port, open ? text + "/" : text);
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            // The exception below says what is allowed.
        }
        throw new StartupException("embedded.clickhouse.remote-addresses has '" + text + "'. It takes URLs, with commas"
                + " between them, such as https://data.example.com/films/ or kafka://127.0.0.1:9092.");
    }

    /** Whether reaching it takes this machine's files on names and certificates. */
    boolean needsNamesOrCertificates() {
        return scheme.equals("https") || !NUMERIC.matcher(host).matches();
    }

    /** The GRANT statements that it needs. */
    List<String> grants() {
        if (scheme.equals("kafka")) {
            return List.of("GRANT READ, WRITE ON KAFKA", "GRANT TABLE ENGINE ON Kafka");
        }
        String pattern = SPECIAL.matcher(text).replaceAll("[$0]") + ONE_ADDRESS;
        return List.of("GRANT READ, WRITE ON S3('" + pattern + "')", "GRANT READ, WRITE ON URL('" + pattern + "')");
    }
}
