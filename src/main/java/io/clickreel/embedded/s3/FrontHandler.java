package io.clickreel.embedded.s3;

import io.clickreel.http.BrowserGuard;
import io.clickreel.http.ConnectionDeadlines;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Connection;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.gaul.shaded.org.eclipse.jetty.util.thread.Scheduler;

/** A handler in front of S3Proxy: refuses the pages of other sites, and closes connections that complete no request. */
final class FrontHandler extends Handler.Wrapper implements Connection.Listener {
    /** Limit for the next request; Jetty closes silent connections sooner. */
    private static final Duration NEXT_HEAD = Duration.ofSeconds(60);

    private static final long LOOK_S = 1;

    private final BrowserGuard browsers;
    private final ConnectionDeadlines<Connection> deadlines = new ConnectionDeadlines<>();

    FrontHandler(BrowserGuard browsers, Handler proxy) {
        super(proxy);
        this.browsers = browsers;
    }

    @Override
    public void onOpened(Connection connection) {
        deadlines.set(connection, ConnectionDeadlines.FIRST_HEAD);
    }

    @Override
    public void onClosed(Connection connection) {
        deadlines.clear(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        deadlines.clear(connection);
        Request.addCompletionListener(request, failure -> deadlines.set(connection, NEXT_HEAD));
        String refusal = browsers.refusal(
                request.getMethod(), request.getHttpURI().asString(), request.getHeaders()::getValuesList);
        if (refusal == null) {
            return super.handle(request, response, callback);
        }
        response.setStatus(403);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        Content.Sink.write(
                response,
                true,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>" + refusal
                        + "</Message></Error>",
                callback);
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        look(getServer().getScheduler());
    }

    private void look(Scheduler scheduler) {
        deadlines.missed().forEach(connection -> connection.getEndPoint().close());
        if (scheduler.isRunning()) {
            scheduler.schedule(() -> look(scheduler), LOOK_S, TimeUnit.SECONDS);
        }
    }
}
