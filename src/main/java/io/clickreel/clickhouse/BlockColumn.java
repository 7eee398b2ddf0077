package io.clickreel.clickhouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a {@link NativeBlock} has to know of a column. */
sealed interface BlockColumn permits NativeColumn, DictionaryColumn, RunColumn, ListColumn {

    /** How long the values are, in bytes. */
    int byteCount();

    /** Memory that the buffers take, in bytes; they grow by half. */
    long allocatedBytes();

    /** Forgets the values, keeps the buffers. */
    void clear();

    /** Writes name, type and values. */
    void writeTo(OutputStream out) throws IOException;

    /** Name and type, which a column begins with. */
    static byte[] header(String name, String type) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        NativeBlock.writeVarUInt(header, nameBytes.length);
        header.writeBytes(nameBytes);
        NativeBlock.writeVarUInt(header, typeBytes.length);
        header.writeBytes(typeBytes);
        return header.toByteArray();
    }
}
