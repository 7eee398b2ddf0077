package io.clickreel.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the requests that a page of another site makes a browser send to a port of this machine.
 *
 * <p>A browser says where a request comes from in headers that no page can change: Host, Origin and Sec-Fetch-*.
 * Programs such as curl or an SDK send no more than Host, and are not concerned. Whoever may reach the port at all is not
 * decided here.
 */
public final class BrowserGuard {
    /** The headers of one request. */
    @FunctionalInterface
    public interface Headers {
        /** The values of all headers of this name, in whatever case they were sent; empty if there is none. */
        List<String> all(String name);
    }

    private static final Pattern ABSOLUTE_TARGET = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*).*");
    private static final Pattern ORIGIN = Pattern.compile("(?i)(https?)://([^/?#]*)");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final String service;
    private final boolean loopbackOnly;
    private final boolean behindProxy;
    private final Set<String> linkedPaths;

    private BrowserGuard(String service, boolean loopbackOnly, boolean behindProxy, Set<String> linkedPaths) {
        this.service = service;
        this.loopbackOnly = loopbackOnly;
        this.behindProxy = behindProxy;
        this.linkedPaths = linkedPaths;
    }

    /**
     * For a port that browsers and programs reach directly. On loopback the Host has to be loopback too: another name can
     * only be one that a stranger lets point here (DNS rebinding). On another address nobody knows all of its names.
     *
     * @param service the subject of the sentences, as "The dashboard"
     * @param listenHost the address on which it listens
     */
    public static BrowserGuard of(String service, String listenHost) {
        return new BrowserGuard(service, isLoopback(listenHost), false, Set.of());
    }

    /**
     * For a port to which a proxy in front passes requests on. It may put any name into Host, so the Origin proves nothing
     * unless it equals Host or X-Forwarded-Host: Sec-Fetch-Site decides where the browser sends it.
     */
    public static BrowserGuard behindProxy(String service) {
        return new BrowserGuard(service, false, true, Set.of());
    }

    /**
     * A guard that also lets other sites link to these paths: a person who follows such a link opens the page in a new
     * tab.
     */
    public BrowserGuard withLinksTo(String... paths) {
        return new BrowserGuard(service, loopbackOnly, behindProxy, Set.of(paths));
    }

    /** Whether only this machine reaches a server that listens on this address. */
    public static boolean isLoopback(String listenHost) {
        try {
            return InetAddress.getByName(listenHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // The server that is to listen on it reports that it is no address.
            return false;
        }
    }

    /**
     * Judges one request.
     *
     * @param method as GET
     * @param target as in the request's first line, or a whole URL
     * @param headers with HTTP/2, :authority is taken as Host
     * @return the sentence with which to answer it, status 403; null if it may pass
     */
    public @Nullable String refusal(String method, String target, Headers headers) {
        List<String> hosts = headers.all("Host");
        String path = path(target);
        Matcher absolute = ABSOLUTE_TARGET.matcher(target);
        if (absolute.matches()) {
            path = absolute.group(2).isEmpty() ? "/" : absolute.group(2);
            String named = absolute.group(1);
            // A server answers for the host of the URL, a proxy or a cache before it perhaps for that of the header.
            if (hosts.isEmpty()) {
                hosts = List.of(named);
            } else if (!isSame(named, hosts.get(0))) {
                return service + " got a request for " + shown(named) + " whose header Host says " + shown(hosts.get(0))
                        + ". Send one host, the same in both.";
            }
        } else if (path == null) {
            return service + " got a request for " + shown(target) + ", which is neither a path nor a URL. Send a path"
                    + " that begins with /.";
        }
        if (hosts.size() > 1) {
            return service + " got a request with " + hosts.size() + " Host headers. Send one.";
        }
        // Without a Host (HTTP/1.0) it is no browser's.
        String host = hosts.isEmpty() ? null : hosts.get(0);
        if (loopbackOnly && host != null && !isLoopbackName(host)) {
            return service + " only answers to localhost and 127.0.0.1, not to " + shown(host) + ": another site could"
                    + " reach it by giving this machine another name. Use http://127.0.0.1 and its port.";
        }
        List<String> sites = headers.all("Sec-Fetch-Site");
        boolean ofOwnSite = sites.size() == 1 && OWN_SITE.contains(sites.get(0).strip());
        if (!sites.isEmpty() && !ofOwnSite && !isFollowedLink(method, path, headers)) {
            return service + " does not answer the pages of other sites (Sec-Fetch-Site: "
                    + shown(String.join(", ", sites))
                    + "). Ask from its own page, from the address bar, or from a program.";
        }
        for (String origin : headers.all("Origin")) {
            if (!(behindProxy && ofOwnSite) && !isOwn(origin, host, headers)) {
                return service + " does not answer the pages of other sites (Origin: " + shown(origin) + ")."
                        + (behindProxy
                                ? " If it is its own page, let the proxy pass Host on, or its value as"
                                        + " X-Forwarded-Host."
                                : " Ask from its own page, from the address bar, or from a program.");
            }
        }
        return null;
    }

    /** Whether the request opens a link in a tab: the pages of the other site cannot read that answer. */
    private boolean isFollowedLink(String method, @Nullable String path, Headers headers) {
        return path != null
                && linkedPaths.contains(path)
                && method.equals("GET")
                && headers.all("Sec-Fetch-Mode").equals(List.of("navigate"))
                && headers.all("Sec-Fetch-Dest").equals(List.of("document"));
    }

    private boolean isOwn(String origin, @Nullable String host, Headers headers) {
        Matcher matcher = ORIGIN.matcher(origin.strip());
        Authority asking = matcher.matches() ? Authority.parse(matcher.group(2)) : null;
        if (asking == null) {
            // "null" too: a sandboxed frame or a file.
            return false;
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        // Off loopback, TLS may end at a proxy in front, and this server does not know of it.
        if (loopbackOnly && !scheme.equals("http")) {
            return false;
        }
        return isSame(asking, host, scheme)
                || behindProxy
                        && headers.all("X-Forwarded-Host").stream()
                                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                                .anyMatch(forwarded -> isSame(asking, forwarded, scheme));
    }

    private static boolean isSame(Authority asking, @Nullable String host, String scheme) {
        Authority own = host == null ? null : Authority.parse(host);
        return own != null && asking.isSame(own, scheme);
    }

    private static boolean isSame(String one, String other) {
        Authority authority = Authority.parse(one);
        return authority != null && isSame(authority, other, "http");
    }

    private static boolean isLoopbackName(String host) {
        Authority authority = Authority.parse(host);
        return authority != null && authority.isLoopback();
    }

    /** @return the path of the target; null if it has none. "*" is a target of OPTIONS */
    private static @Nullable String path(String target) {
        if (!target.startsWith("/") && !target.equals("*")) {
            return null;
        }
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** What a stranger has sent, short and in plain characters, as it is shown in an answer. */
    private static String shown(String text) {
        String plain = text.replaceAll("[^\\x21-\\x7e]|[<>&\"']", "?");
        return plain.isEmpty() ? "nothing" : plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
    }
}
