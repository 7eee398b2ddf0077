package io.clickreel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(SampleClicks.key(new byte[5])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "75ff31|0x75FF31", // no UTF-8
                "2275ff3122|0x2275FF3122",
                "edA080|0xEDA080", // half of a surrogate pair
                "c080|0xC080", // overlong
                "c3|0xC3", // cut
                "7531002a|0x7531002A",
                "00000000077531ff|0x00000000077531FF", // with the prefix of a schema registry
                "0000002a|0x0000002A", // numbers, as Kafka's serializers write them
                "000000000000002a|0x000000000000002A",
                "000000|0x000000",
                "efbfbd|\uFFFD",
            })
    void bytesThatAreNoTextAreStoredInHexadecimalAndNotRefused(String key, String text)
            throws CharacterCodingException {
        byte[] bytes = HexFormat.of().parseHex(key);
        assertThat(SampleClicks.key(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00\\ud800", "u_1\\u0000", "\\b", "\\u001f"})
    void aStringWhoseEscapesStandForNoTextIsStoredAsItIsWritten(String escape) throws CharacterCodingException {
        assertThat(SampleClicks.key(SampleClicks.bytes('"' + escape + '"'))).isEqualTo('"' + escape + '"');
    }

    @Test
    void tabsAndLineBreaksAreText() throws CharacterCodingException {
        assertThat(SampleClicks.key(SampleClicks.bytes("u\t1\r\n"))).isEqualTo("u\t1\r\n");
    }

    @Test
    void keysThatDifferInBytesDifferInText() throws CharacterCodingException {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 256; i++) {
            texts.add(SampleClicks.key(new byte[] {(byte) 0xF0, (byte) i}));
        }
        assertThat(texts).hasSize(256);
    }
}
