package io.clickreel.click;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickKeyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "u_10"          | u_10
                    u_10            | u_10
                    "\\u0075_10"    | u_10
                    "a\\"b\\\\c"    | a"b\\c
                    "é😀"           | é😀
                    "               | "
                    "u_10           | "u_10
                    "u"10"          | "u"10"
                    "u\\x10"        | "u\\x10"
                    "u\\u12"        | "u\\u12"
                    "u_10\\"        | "u_10\\"
                    ""              | ''
                    """)
    void aKeyIsReadWithAndWithoutQuotes(String key, String text) {
        assertThat(ClickKey.text(SampleClicks.bytes(key))).isEqualTo(text);
        assertThat(ClickKey.text(SampleClicks.bytes("\0\0\0\0\7" + key))).isEqualTo(text);
        assertThat(utf8(SampleClicks.bytes(key))).isEqualTo(SampleClicks.bytes(text == null ? "" : text));
    }

    @Test
    void aMissingOrEmptyKeyIsEmpty() {
        assertThat(ClickKey.text(null)).isEmpty();
        assertThat(utf8(null)).isEmpty();
        assertThat(ClickKey.text(new byte[0])).isEmpty();
        assertThat(ClickKey.text(new byte[3])).isEmpty();
        assertThat(ClickKey.text(new byte[5])).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreReplacedAndNotRefused() {
        assertThat(ClickKey.text(new byte[] {'u', (byte) 0xFF, '1'})).isEqualTo("u\uFFFD1");
    }

    private static byte[] utf8(byte[] key) {
        ClickKey read = new ClickKey();
        read.read(key == null ? null : ByteBuffer.wrap(key));
        return Arrays.copyOfRange(read.bytes(), read.from(), read.from() + read.length());
    }
}
