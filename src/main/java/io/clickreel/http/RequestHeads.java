package io.clickreel.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a {@link BrowserGuard} judge a request to a server of Vert.x. */
public final class RequestHeads {
    private RequestHeads() {}

    /** The sentence with which to answer it, status 403; null if it may pass. */
    public static @Nullable String refusal(BrowserGuard guard, HttpServerRequest request) {
        return guard.refusal(request.method().name(), request.uri(), name -> values(request, name));
    }

    private static List<String> values(HttpServerRequest request, String name) {
        MultiMap headers = request.headers();
        if (!name.equals("Host") || request.version() != HttpVersion.HTTP_2) {
            return headers.getAll(name);
        }
        // HTTP/2 has the field :authority for it, and clients may send the header as well.
        Set<String> hosts = new LinkedHashSet<>();
        HostAndPort authority = request.authority(true);
        if (authority != null) {
            hosts.add(authority.toString());
        }
        hosts.addAll(headers.getAll(name));
        return List.copyOf(hosts);
    }
}
