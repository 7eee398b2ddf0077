package io.clickreel.contract.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array as one number, the first as its lowest. */
public final class EightBytes {
    private static final VarHandle VIEW = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private EightBytes() {}

    /** @throws IndexOutOfBoundsException if the array has no eight bytes from there */
    public static long get(byte[] bytes, int offset) {
        return (long) VIEW.get(bytes, offset);
    }
}
