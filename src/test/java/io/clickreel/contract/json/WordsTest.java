package io.clickreel.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void aWordIsFoundOnlyAsAWhole() {
        Words words = new Words("view", "detail_view", "", "view_", "ü", "a_word_of_more_than_sixteen_letters");
        assertThat(find(words, "view")).isZero();
        assertThat(find(words, "detail_view")).isEqualTo(1);
        assertThat(find(words, "")).isEqualTo(2);
        assertThat(find(words, "view_")).isEqualTo(3);
        assertThat(find(words, "ü")).isEqualTo(4);
        assertThat(find(words, "a_word_of_more_than_sixteen_letters")).isEqualTo(5);
        for (String other : new String[] {
            "vie",
            "views",
            "View",
            " view",
            "view ",
            "detail_vie",
            "a_word_of_more_than_sixteen_letter",
            "a_word_of_more_than_sixteen_letterz",
            "a_word_of_more_t",
            "u",
            "\u00c3",
            "view\u0000"
        }) {
            assertThat(find(words, other)).as(other).isEqualTo(-1);
        }
        byte[] open = "view,\"\"        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8);
        assertThat(words.find(open, 0)).as("without a quotation mark behind it").isEqualTo(-1);
    }

    @Test
    void wordsOfEveryLengthAreToldFromEachOther() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Set<String> drawn = new LinkedHashSet<>();
            while (drawn.size() < 20) {
                drawn.add(text(random, random.nextInt(40)));
            }
            String[] texts = drawn.toArray(String[]::new);
            Words words = new Words(texts);
            assertThat(words.count()).isEqualTo(texts.length);
            for (int i = 0; i < texts.length; i++) {
                assertThat(words.length(i)).isEqualTo(texts[i].getBytes(StandardCharsets.UTF_8).length);
                assertThat(new String(words.bytes(i), StandardCharsets.UTF_8)).isEqualTo(texts[i]);
                assertThat(find(words, texts[i])).isEqualTo(i);
            }
            for (int i = 0; i < 200; i++) {
                String text = text(random, random.nextInt(40));
                assertThat(find(words, text))
                        .as(text)
                        .isEqualTo(Arrays.asList(texts).indexOf(text));
            }
        }
    }

    @Test
    void aWordThatBeginsNearTheEndOfTheArrayIsNotLookedForBeyondIt() {
        Words words = new Words("ab", "sixteen_letters_", "a_word_of_more_than_sixteen_letters");
        byte[] text = "a_word_of_more_than_sixteen_letters".getBytes(StandardCharsets.UTF_8);
        for (int end = Word.READ_BYTES + 1; end < text.length; end++) {
            assertThat(words.find(Arrays.copyOf(text, end), 0)).isEqualTo(-1);
        }
        assertThat(words.find(text, 0)).isEqualTo(-1);
        assertThat(words.find(Arrays.copyOf(text, text.length + 1), 0)).isEqualTo(-1);
    }

    @Test
    void whatJsonEscapesIsNoPlainWord() {
        assertThat(Words.isPlain("")).isTrue();
        assertThat(Words.isPlain("view_ü € /")).isTrue();
        for (String escaped : new String[] {"a\"b", "a\\b", "a\nb", "\u0000", "\u001f", "\ud83d"}) {
            assertThat(Words.isPlain(escaped)).isFalse();
        }
    }

    private static int find(Words words, String text) {
        byte[] quoted = ("12" + text + "\",\"x\":1}" + "\0".repeat(64)).getBytes(StandardCharsets.UTF_8);
        return words.find(quoted, 2);
    }

    /** Few letters, so that one word often begins with another one. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(12) == 0 ? 'ü' : random.nextInt(6) == 0 ? 'b' : 'a');
        }
        return text.toString();
    }
}
