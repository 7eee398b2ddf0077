package io.clickreel.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and its port, as in the header Host or in a URL.
 *
 * @param host in lower case and without the dot that may end a name
 * @param port -1 where none is named
 */
record Authority(String host, int port) {
    private static final Pattern SYNTAX =
            Pattern.compile("(\\[[0-9a-f:.]+]|[0-9a-z_.-]*[0-9a-z_-]\\.?)(?::(\\d{1,5}))?");
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])){3}");

    /** @return null if it is neither a name nor an address, or if it has a user name */
    static @Nullable Authority parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        String host = matcher.group(1);
        int port = matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2));
        return port > 65535
                ? null
                : new Authority(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
    }

    /**
     * Whether it can only be this machine. Names below "localhost" are not among them: some resolvers ask the network
     * for them, and nothing here has such a name.
     */
    boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("[::1]")
                || IPV4_LOOPBACK.matcher(host).matches();
    }

    /** @param scheme says which port is meant where none is named */
    boolean isSame(Authority other, String scheme) {
        int implied = scheme.equals("https") ? 443 : 80;
        return host.equals(other.host) && (port < 0 ? implied : port) == (other.port < 0 ? implied : other.port);
    }
}
