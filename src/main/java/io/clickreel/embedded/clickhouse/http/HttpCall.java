package io.clickreel.embedded.clickhouse.http;

import io.clickreel.embedded.clickhouse.http.body.CallBody;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as streams for a thread that may wait. Made on the event loop, before anything of the body
 * has come.
 */
final class HttpCall {
    private static final Runnable CLOSED = () -> {};

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final CallBody body;
    private final CallAnswer answer;
    private final AtomicReference<@Nullable Runnable> onClose = new AtomicReference<>();

    HttpCall(HttpServerRequest request) {
        Context eventLoop = Vertx.currentContext();
        this.request = request;
        this.response = request.response();
        this.body = new CallBody(request, eventLoop);
        this.answer = new CallAnswer(response, body::discard);
        response.closeHandler(gone -> closed());
    }

    private void closed() {
        body.cutOff();
        answer.cutOff();
        Runnable told = onClose.getAndSet(CLOSED);
        if (told != null) {
            told.run();
        }
    }

    /** @param told is run once, on some thread, when the client hangs up, or at once if it has; null for nobody */
    void onClose(@Nullable Runnable told) {
        if (onClose.getAndUpdate(before -> before == CLOSED ? CLOSED : told) == CLOSED && told != null) {
            told.run();
        }
    }

    String method() {
        return request.method().name();
    }

    /** The decoded path; null if it cannot be decoded. */
    @Nullable
    String path() {
        return request.path();
    }

    /** The query string as it was sent, not decoded. */
    @Nullable
    String query() {
        return request.query();
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    InputStream body() {
        return body;
    }

    /** @param told is run once, on the event loop, when all of the body is there, or enough to begin with */
    void whenReady(Runnable told) {
        body.whenReady(told);
    }

    void setHeader(String name, String value) {
        response.putHeader(name, value);
    }

    void removeHeader(String name) {
        response.headers().remove(name);
    }

    /** An answer of one piece. */
    void send(int status, byte[] content) throws IOException {
        response.setStatusCode(status);
        // An answer to HEAD has no body; its length is not known.
        if (!method().equals("HEAD")) {
            setHeader("Content-Length", Integer.toString(content.length));
            answer.write(content);
        }
        answer.close();
    }

    /** An answer whose length is not known. */
    OutputStream start(int status) {
        response.setStatusCode(status);
        if (method().equals("HEAD")) {
            return headOnly();
        }
        response.setChunked(true);
        return answer;
    }

    private OutputStream headOnly() {
        return new FilterOutputStream(OutputStream.nullOutputStream()) {
            @Override
            public void write(byte[] source, int offset, int length) {
                // HEAD asked for the head of the answer only.
            }

            @Override
            public void close() {
                answer.close();
            }
        };
    }

    /** Closes the connection after this answer; at once, a client that is still sending would lose the answer. */
    void closeAfterwards() {
        setHeader("Connection", "close");
        response.endHandler(sent -> body.whenOver(() -> request.connection().close()));
    }

    /** Cuts the connection, by which the client knows that the answer is not whole. */
    void cut() {
        body.discard();
        request.connection().close();
    }
}
