package io.clickreel.embedded.clickhouse.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An answer's body as a stream; a write waits while the client does not read. */
final class CallAnswer extends OutputStream {
    private static final long LONGEST_WAIT_S = 60;

    /** Many clients may read their answers slowly at once, and the heap is small. */
    private static final int HELD_BYTES = 256 << 10;

    private final HttpServerResponse response;
    private final Runnable onEnd;

    /** Bytes that may still be written; the response's own queue does not count what is on its way to the event loop. */
    private final Semaphore room = new Semaphore(HELD_BYTES);

    private volatile boolean cutOff;
    private boolean closed;

    /** @param onEnd is run when the answer is complete */
    CallAnswer(HttpServerResponse response, Runnable onEnd) {
        this.response = response;
        this.onEnd = onEnd;
        response.exceptionHandler(broken -> cutOff());
    }

    void cutOff() {
        cutOff = true;
        room.release(HELD_BYTES);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        awaitRoom(Math.min(length, HELD_BYTES));
        if (cutOff) {
            throw new IOException("the client hung up before the end of the answer");
        }
        int taken = Math.min(length, HELD_BYTES);
        response.write(Buffer.buffer(length).appendBytes(source, offset, length))
                .onComplete(written -> room.release(taken));
    }

    private void awaitRoom(int bytes) throws IOException {
        try {
            if (!room.tryAcquire(bytes, LONGEST_WAIT_S, TimeUnit.SECONDS)) {
                cutOff = true;
                throw new IOException("the client takes nothing of the answer for " + LONGEST_WAIT_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        }
    }

    @Override
    public void close() {
        if (!closed && !cutOff) {
            closed = true;
            response.end();
            onEnd.run();
        }
    }
}
