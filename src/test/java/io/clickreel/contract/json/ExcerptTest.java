package io.clickreel.contract.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void bytesShowAsTheTextThatTheyAre() {
        Random random = new Random(7);
        String[] pieces = {"a", "ü", "€", "😀", "\n", "\u2028", "\""};
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? rubbish(random) : text(random, pieces);
            assertThat(Excerpt.of(bytes, 0, bytes.length)).isEqualTo(Excerpt.of(new String(bytes, UTF_8)));
        }
    }

    @Test
    void onlyTheGivenPartIsShown() {
        assertThat(Excerpt.of("before, inside, behind".getBytes(UTF_8), 8, 6)).isEqualTo("inside");
    }

    @Test
    void whatIsLongerThanEightyCharactersIsCut() {
        assertThat(Excerpt.of("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(Excerpt.of("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
        byte[] pairAtTheCut = ("x".repeat(80) + "😀").getBytes(UTF_8);
        assertThat(Excerpt.of(pairAtTheCut, 0, pairAtTheCut.length)).isEqualTo("x".repeat(80) + "...");
    }

    @Test
    void controlCharactersAndHalvesOfPairsAreVisible() {
        assertThat(Excerpt.of("a\u0000\ud83d\u2028")).isEqualTo("a\\u0000\\ud83d\\u2028");
        assertThat(Excerpt.of("\n".repeat(90))).isEqualTo("\\u000a".repeat(80) + "...");
    }

    private static byte[] rubbish(Random random) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Cut anywhere, also within a character. */
    private static byte[] text(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(60, 100); length > 0; length--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        return Arrays.copyOf(bytes, bytes.length - random.nextInt(4));
    }
}
