package io.clickreel.embedded.clickhouse.http.body;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A request's body as a stream: the event loop fills it, a thread that may wait reads it. */
public final class CallBody extends InputStream {
    /** As ClickHouse's http_receive_timeout. */
    private static final long LONGEST_SILENCE_S = 30;

    /** A client that sends a byte now and then is never silent: each further second takes at least this many bytes. */
    private static final long BYTES_PER_SECOND = 256;

    /** Hundreds of bodies may wait for a thread at the same time. */
    private static final long HELD_BYTES = 128 * 1024;

    private static final long ENOUGH_BYTES = 64 * 1024;

    /** Above this total each further body gets only a small buffer: the heap is small. */
    private static final long ALL_HELD_BYTES = 8 << 20;

    private static final long LITTLE_BYTES = 16 * 1024;

    /** How long a refused client may keep sending; then the connection is cut, read or unread. */
    private static final long LINGER_MS = 2_000;

    private static final AtomicLong ALL_HELD = new AtomicLong();

    private static final Buffer END = Buffer.buffer();
    private static final Buffer CUT = Buffer.buffer();

    private final HttpServerRequest request;
    private final Context eventLoop;
    private final BlockingQueue<Buffer> arrived = new LinkedBlockingQueue<>();
    private final AtomicLong held = new AtomicLong();
    private volatile boolean paused;
    private boolean ended;
    private Runnable onOver = () -> {};
    private boolean discarded;
    private @Nullable Runnable onReady;

    private Buffer current = Buffer.buffer();
    private int at;
    private long received;
    private long waitedNanos;

    public CallBody(HttpServerRequest request, Context eventLoop) {
        this.request = request;
        this.eventLoop = eventLoop;
        request.handler(this::arrive);
        request.endHandler(end -> {
            arrived.add(END);
            over();
        });
        request.exceptionHandler(broken -> cutOff());
    }

    /** Must be called on the event loop. A body that came whole is still worth reading. */
    public void cutOff() {
        if (!ended) {
            drop();
        }
        arrived.add(CUT);
        over();
    }

    private void over() {
        ended = true;
        ready();
        onOver.run();
    }

    /** @param told is run on the event loop when no more of the body will come, or after a while */
    public void whenOver(Runnable told) {
        eventLoop.runOnContext(go -> {
            if (ended) {
                told.run();
            } else {
                onOver = told;
                eventLoop.owner().setTimer(LINGER_MS, timer -> told.run());
            }
        });
    }

    /** Drops what is here and what still comes: unread, it would block the connection's next request. */
    public void discard() {
        eventLoop.runOnContext(go -> {
            discarded = true;
            drop();
            if (paused) {
                paused = false;
                request.resume();
            }
        });
    }

    private void drop() {
        for (Buffer piece = arrived.poll(); piece != null; piece = arrived.poll()) {
            hold(-piece.length());
        }
    }

    private void hold(long bytes) {
        held.addAndGet(bytes);
        ALL_HELD.addAndGet(bytes);
    }

    private long limit() {
        return ALL_HELD.get() > ALL_HELD_BYTES ? LITTLE_BYTES : HELD_BYTES;
    }

    /** @param told is run once, on the event loop, when all of the body is there, or enough to begin with */
    public void whenReady(Runnable told) {
        onReady = told;
    }

    private void ready() {
        Runnable told = onReady;
        onReady = null;
        if (told != null) {
            told.run();
        }
    }

    private void arrive(Buffer piece) {
        if (piece.length() == 0 || discarded) {
            return;
        }
        hold(piece.length());
        arrived.add(piece);
        if (held.get() > limit()) {
            paused = true;
            request.pause();
            // The reader may have taken all of it before it could see that the request is paused.
            resumeIfTaken();
            ready();
        } else if (held.get() > ENOUGH_BYTES) {
            ready();
        }
    }

    private void resumeIfTaken() {
        if (paused && held.get() < limit() / 2) {
            paused = false;
            request.resume();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length() && !next()) {
            return -1;
        }
        int n = Math.min(length, current.length() - at);
        current.getBytes(at, at + n, target, offset);
        at += n;
        return n;
    }

    @Override
    public int available() {
        return current.length() - at;
    }

    private boolean next() throws IOException {
        if (current == END) {
            return false;
        }
        Buffer piece = await();
        if (piece == CUT) {
            arrived.add(CUT);
            throw new EOFException("the client hung up before the end of its request");
        }
        current = piece;
        at = 0;
        received += piece.length();
        hold(-piece.length());
        if (paused && held.get() < limit() / 2) {
            eventLoop.runOnContext(go -> resumeIfTaken());
        }
        return piece != END;
    }

    private Buffer await() throws IOException {
        Buffer piece = arrived.poll();
        if (piece != null) {
            return piece;
        }
        long start = System.nanoTime();
        try {
            piece = arrived.poll(LONGEST_SILENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        }
        waitedNanos += System.nanoTime() - start;
        if (piece == null
                || TimeUnit.NANOSECONDS.toSeconds(waitedNanos) > LONGEST_SILENCE_S + received / BYTES_PER_SECOND) {
            throw new SocketTimeoutException("the client sends too slowly: " + received + " bytes came in the "
                    + TimeUnit.NANOSECONDS.toSeconds(waitedNanos) + " s that it was waited for");
        }
        return piece;
    }
}
