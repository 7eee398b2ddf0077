package io.clickreel.click;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
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
    void aKeyIsReadWithAndWithoutQuotes(String key, String text) throws CharacterCodingException {
        assertThat(SampleClicks.key(SampleClicks.bytes(key))).isEqualTo(text);
        assertThat(SampleClicks.key(SampleClicks.bytes("\0\0\0\0\7" + key))).isEqualTo(text);
    }

    @Test
    void aMissingOrEmptyKeyIsEmpty() throws CharacterCodingException {
        assertThat(SampleClicks.key(null)).isEmpty();
        assertThat(SampleClicks.key(new byte[0])).isEmpty();
        assertThat(SampleClicks.key(new byte[3])).isEmpty();
        assertThat(SampleClicks.key(new byte[5])).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreReplacedAndNotRefused() throws CharacterCodingException {
        assertThat(SampleClicks.key(new byte[] {'u', (byte) 0xFF, '1'})).isEqualTo("u\uFFFD1");
    }
}
