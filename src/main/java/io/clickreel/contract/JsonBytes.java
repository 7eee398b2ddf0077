package io.clickreel.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Where the JSON of a value is: a part of the record's own bytes, or what was written to this stream. */
public final class JsonBytes extends OutputStream {
    private static final byte[] NOTHING = {};

    /** Said by the stream when a value's JSON becomes larger than an event may be. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("its JSON has more than " + ContractLimits.MAX_VALUE_BYTES + " bytes");
        }
    }

    private byte[] own = NOTHING;
    private byte[] bytes = NOTHING;
    private int from;
    private int length;

    /** It is there already. */
    public void set(byte[] array, int start, int count) {
        bytes = array;
        from = start;
        length = count;
    }

    /** It will be written, in place of what was there. */
    public void begin() {
        set(own, 0, 0);
    }

    @Override
    public void write(int one) throws IOException {
        room(1);
        own[length++] = (byte) one;
    }

    @Override
    public void write(byte[] text, int start, int count) throws IOException {
        room(count);
        System.arraycopy(text, start, own, length, count);
        length += count;
    }

    private void room(int more) throws TooLargeException {
        if (more > ContractLimits.MAX_VALUE_BYTES - length) {
            throw new TooLargeException();
        }
        if (own.length < length + more) {
            own = Arrays.copyOf(own, Math.max(Math.max(1 << 10, 2 * own.length), length + more));
            bytes = own;
        }
    }

    /** An array in which the {@link #length()} bytes from {@link #from()} on are the JSON. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int length() {
        return length;
    }
}
