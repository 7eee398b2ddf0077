package io.clickreel.registry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.util.Utf8;

/** Texts of Avro, which have to be UTF-8. */
final class AvroText {
    private static final char REPLACEMENT = '\uFFFD';

    private AvroText() {}

    static String of(Utf8 text) throws UnreadableException {
        String decoded = new String(text.getBytes(), 0, text.getByteLength(), StandardCharsets.UTF_8);
        if (decoded.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(ByteBuffer.wrap(text.getBytes(), 0, text.getByteLength()));
        }
        return decoded;
    }

    private static void requireUtf8(ByteBuffer bytes) throws UnreadableException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw UnreadableException.encoding("has a text that is not UTF-8");
        }
    }
}
