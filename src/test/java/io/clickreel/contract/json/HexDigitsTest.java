package io.clickreel.contract.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class HexDigitsTest {
    @Test
    void eightAtOnceAreTheSameAsOneByOneForEachByteInEachPlace() {
        for (String base : new String[] {"00000000", "9aF0b1c7", "ffffffff"}) {
            byte[] digits = base.getBytes(ISO_8859_1);
            for (int place = 0; place < digits.length; place++) {
                for (int value = 0; value < 256; value++) {
                    byte[] text = digits.clone();
                    text[place] = (byte) value;
                    assertThat(HexDigits.ofEight(ByteBuffer.wrap(text)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getLong()))
                            .as("%s with %d in place %d", base, value, place)
                            .isEqualTo(oneByOne(text));
                }
            }
        }
    }

    private static long oneByOne(byte[] text) {
        String digits = new String(text, ISO_8859_1);
        return digits.matches("[0-9a-fA-F]{8}") ? Long.parseLong(digits, 16) : -1;
    }
}
