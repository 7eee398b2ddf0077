package io.clickreel.embedded.clickhouse.engine;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Query parameters laid out as the four C arrays that the engine takes; close it after the call. */
final class NativeParameters implements AutoCloseable {
    private final List<Memory> memory = new ArrayList<>();

    final long count;
    final @Nullable Pointer names;
    final @Nullable Pointer nameLengths;
    final @Nullable Pointer values;
    final @Nullable Pointer valueLengths;

    NativeParameters(Map<String, String> parameters) {
        count = parameters.size();
        if (count == 0) {
            names = null;
            nameLengths = null;
            values = null;
            valueLengths = null;
            return;
        }
        nameLengths = allocate(count * Native.SIZE_T_SIZE);
        valueLengths = allocate(count * Native.SIZE_T_SIZE);
        names = array(parameters.keySet(), nameLengths);
        values = array(parameters.values(), valueLengths);
    }

    private Pointer array(Collection<String> strings, Pointer lengths) {
        Pointer pointers = allocate(count * Native.POINTER_SIZE);
        int i = 0;
        for (String string : strings) {
            byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
            Pointer text = allocate(bytes.length + 1L);
            text.write(0, bytes, 0, bytes.length);
            text.setByte(bytes.length, (byte) 0);
            pointers.setPointer((long) i * Native.POINTER_SIZE, text);
            lengths.setLong((long) i * Native.SIZE_T_SIZE, bytes.length);
            i++;
        }
        return pointers;
    }

    private Memory allocate(long bytes) {
        Memory block = new Memory(bytes);
        memory.add(block);
        return block;
    }

    @Override
    public void close() {
        memory.forEach(Memory::close);
    }
}
