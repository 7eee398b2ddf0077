package io.clickreel.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clickreel.dashboard.questions.BadQuestionException;
import io.clickreel.http.BrowserGuard;
import io.clickreel.http.RequestHeads;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Guards the page and the API: lets in who may see them, and gives every answer its security headers. */
final class AccessGuard implements AuthenticationHandler {
    /** All of the page comes from here; it has no script, style or frame of another origin, and none inside its HTML. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Slows down the guessing of passwords: each refusal takes this long. */
    private static final long REFUSAL_DELAY_MS = 500;

    private final BrowserGuard browsers;
    private final HttpConnections connections;
    private final byte @Nullable [] credentials;

    AccessGuard(DashboardAccess access, HttpConnections connections) {
        this.browsers = access.browsers();
        this.connections = connections;
        this.credentials = access.password().isEmpty()
                ? null
                : Base64.getEncoder().encode((access.user() + ":" + access.password()).getBytes(UTF_8));
    }

    @Override
    public void handle(RoutingContext request) {
        connections.asked(request);
        request.response()
                // API answers must not be cached; the page's files set their own header.
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        String refusal = RequestHeads.refusal(browsers, request.request());
        if (refusal != null) {
            refuse(request, 403, refusal + " If a proxy in front passes requests on, set dashboard.behind-proxy=true.");
        } else if (credentials != null && !isAuthorized(request, credentials)) {
            request.response().putHeader("WWW-Authenticate", "Basic realm=\"Clickreel\", charset=\"UTF-8\"");
            boolean tried = request.request().getHeader(HttpHeaders.AUTHORIZATION) != null;
            String sentence = "The dashboard asks for dashboard.user and dashboard.password.";
            if (tried) {
                request.vertx().setTimer(REFUSAL_DELAY_MS, timer -> refuse(request, 401, sentence));
            } else {
                refuse(request, 401, sentence);
            }
        } else {
            passOn(request);
        }
    }

    /** Addresses that are not well-formed do not reach the routes, because Camel would interpret them differently. */
    private static void passOn(RoutingContext request) {
        try {
            ApiAddress.check(
                    request.normalizedPath(),
                    request.request().path(),
                    request.request().query());
        } catch (BadQuestionException e) {
            refuse(request, 400, String.valueOf(e.getMessage()));
            return;
        }
        request.next();
    }

    private static boolean isAuthorized(RoutingContext request, byte[] credentials) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null
                && header.regionMatches(true, 0, "Basic ", 0, 6)
                && MessageDigest.isEqual(header.substring(6).strip().getBytes(UTF_8), credentials);
    }

    private static void refuse(RoutingContext request, int status, String sentence) {
        if (!request.response().closed()) {
            ErrorReply.send(request.response(), status, sentence);
        }
    }
}
