package io.clickreel.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetterTextTest {
    @Test
    void whatIsShownIsTextOrADumpAndSteersNoTerminal() {
        assertThat(LetterText.bytes(null)).isEqualTo("(none)");
        assertThat(LetterText.bytes(new byte[0])).isEqualTo("(empty)");
        assertThat(LetterText.bytes("Zürich {}\n".getBytes(UTF_8))).isEqualTo("Zürich {}\n");
        assertThat(LetterText.bytes("\u001b[2J".getBytes(UTF_8))).contains("4 bytes", "00000000  1b 5b 32 4a", ".[2J");
        assertThat(LetterText.bytes(new byte[] {(byte) 0xff})).contains("1 bytes", "ff");
    }
}
