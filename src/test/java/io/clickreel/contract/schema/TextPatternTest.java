package io.clickreel.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPatternTest {
    @Test
    void aPatternIsSearchedForAndNotMatchedAsAWhole() {
        assertThat(new TextPattern("b").isIn("abc")).isTrue();
        assertThat(new TextPattern("^b").isIn("abc")).isFalse();
        assertThat(new TextPattern("").isIn("")).isTrue();
    }

    @Test
    void aDollarIsTheVeryEnd() {
        TextPattern word = new TextPattern("^[a-z]+$");
        assertThat(word.isIn("abc")).isTrue();
        for (String end : new String[] {"\n", "\r\n", "\r", "\u0085", "\u2028"}) {
            assertThat(word.isIn("abc" + end))
                    .as("with a line break at the end")
                    .isFalse();
        }
        assertThat(new TextPattern("^(a$|b)").isIn("a\n")).isFalse();
        assertThat(new TextPattern("^(a$|b)").isIn("b\n")).isTrue();
    }

    @Test
    void aDollarInAClassOrBehindABackslashIsItself() {
        assertThat(new TextPattern("^[$]$").isIn("$")).isTrue();
        assertThat(new TextPattern("^\\$$").isIn("$")).isTrue();
        assertThat(new TextPattern("^\\$$").isIn("$\n")).isFalse();
        assertThat(new TextPattern("^[\\]$]+$").isIn("$]$")).isTrue();
        assertThat(new TextPattern("^[^$]$").isIn("$")).isFalse();
        assertThat(new TextPattern("^\\\\$").isIn("\\")).isTrue();
    }

    @Test
    void aBracketInAClassIsItself() {
        TextPattern brackets = new TextPattern("^[\\[x]$");
        assertThat(brackets.isIn("[")).isTrue();
        assertThat(brackets.isIn("[\n")).isFalse();
        assertThat(new TextPattern("^a]$").isIn("a]")).isTrue();
        assertThat(new TextPattern("^a]$").isIn("a]\n")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ^[a-z]+$                           | true
                    ^[a-z]*$                           | true
                    ^[^\\u0000-\\u001f]+(?![\\s\\S])   | true
                    ^[\\]\\w-]+$                       | true
                    ^[a-z]+                            | false
                    [a-z]+$                            | false
                    ^[a-z]$                            | false
                    ^[a-z]?$                           | false
                    ^[a-z]{1,9}$                       | false
                    ^[a-z][a-z]+$                      | false
                    ~^[a-z]+|x$~                       | false
                    ~^[a-z&&[^b]]+$~                   | false
                    ^\\d+$                              | true
                    ^u_[0-9]+$                         | false
                    """)
    void onlyOneClassThatIsRepeatedIsOneClass(String pattern, boolean oneClass) {
        assertThat(new TextPattern(pattern).isOneClass()).isEqualTo(oneClass);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z]+$",
                "^[^a-z]*$",
                "^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+(?![\\s\\S])",
                "^[\\w.-]+$",
                "^[\\]$^-]+$",
                "^[\\x20-\\x7e]*$",
                "^[\\d]+$"
            })
    void theAllowedCharactersAreThoseThatThePatternFinds(String written) {
        TextPattern pattern = new TextPattern(written);
        boolean[] allowed = pattern.allowedAscii();
        assertThat(allowed).hasSize(128);
        for (int c = 0; c < allowed.length; c++) {
            assertThat(allowed[c]).as("character %d", c).isEqualTo(pattern.isIn(String.valueOf((char) c)));
        }
        assertThat(pattern.allowsEmpty()).isEqualTo(written.contains("]*"));
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            boolean all = true;
            for (int length = 1 + random.nextInt(6); length > 0; length--) {
                char c = (char) random.nextInt(128);
                text.append(c);
                all &= allowed[c];
            }
            assertThat(pattern.isIn(text)).as(text.toString()).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(x+x+)+y", "^(?:[a-z]+\\s?)*$", "(.*)*(.*)*(.*)*z"})
    void aTextThatMakesAPatternBacktrackForEverDoesNotMatchInBoundedTime(String written) {
        TextPattern pattern = new TextPattern(written);
        String hostile = "a".repeat(200) + "x".repeat(200) + "!";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(pattern.isIn(hostile)).isFalse());
    }

    @Test
    void aLongTextOverflowsNoStack() {
        TextPattern nested = new TextPattern("^(?:a|b)*$");
        assertThat(nested.isIn("ab".repeat(500_000) + "c")).isFalse();
        assertThat(new TextPattern("^[ab]*$").isIn("ab".repeat(500_000))).isTrue();
    }

    /** A record that is read again, perhaps by another thread, has to get the same verdict. */
    @Test
    void theAnswerDoesNotDependOnTheStack() throws InterruptedException {
        TextPattern pattern = new TextPattern("^(?:a|b)*$");
        for (int length = 1_000; length <= 64_000; length *= 2) {
            String text = "ab".repeat(length / 2);
            boolean[] found = new boolean[2];
            for (int i = 0; i < 2; i++) {
                int which = i;
                long stackBytes = i == 0 ? 256 << 10 : 64 << 20;
                Thread thread = new Thread(null, () -> found[which] = pattern.isIn(text), "stack", stackBytes);
                thread.start();
                thread.join();
            }
            assertThat(found[0]).as("a text of %d letters", length).isEqualTo(found[1]);
        }
    }

    @Test
    void aLongClassIsReadWithoutOverflowingTheStack() {
        TextPattern pattern = new TextPattern("^[" + "a".repeat(20_000) + "]+$");
        assertThat(pattern.isIn("aaa")).isTrue();
        assertThat(pattern.isOneClass()).isIn(true, false);
    }

    @Test
    void whatIsNoRegularExpressionIsRefused() {
        for (String broken : new String[] {"(", "[a", "a{2,1}", "*", "\\"}) {
            assertThatThrownBy(() -> new TextPattern(broken)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ^\\u00e9$                    | é      | e
                    ^\\u{1F600}$                 | 😀     | x
                    ^\\ud83d\\ude00$            | 😀     | x
                    ^\\x41$                      | A      | B
                    ^\\d+$                       | 42     | ٤٢
                    ^\\w+$                       | a_1    | é
                    ^\\p{L}+$                    | éß日   | 1
                    ^\\p{Letter}+$               | é      | 1
                    ^\\p{Script=Greek}+$         | αβ     | ab
                    ^\\P{L}+$                    | 12     | ab
                    ^[\\p{Lu}0-9]+$              | A1É    | a
                    ^[^\\S]$                     | ~\u00a0~ | a
                    ^a(?![\\s\\S])              | a      | ab
                    ^[a[]$                       | [      | b
                    ^[\\w-.]+$                   | a-.    | ~a b~
                    ^[^]$                        | a      | ab
                    ^a{2,3}$                     | aaa    | aaaa
                    ^a{,3}$                      | a{,3}  | aa
                    ~^(?<year>[0-9]{4})-(?:a|b)$~ | 2025-b | 2025-c
                    ^a\\/b\\-c$                 | a/b-c  | a/bc
                    a+?$                         | aa     | b
                    \\bab\\b                    | x ab y | xaby
                    """)
    void whatEcma262SaysIsUnderstood(String pattern, String found, String not) {
        assertThat(new TextPattern(pattern).isIn(found)).isTrue();
        assertThat(new TextPattern(pattern).isIn(not)).isFalse();
    }

    @Test
    void aPointIsNoLineEnd() {
        for (String end : new String[] {"\n", "\r", "\u2028", "\u2029"}) {
            assertThat(new TextPattern("^.$").isIn(end)).isFalse();
        }
        assertThat(new TextPattern("^.$").isIn("😀")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    a(?=b)          | at character 2, it looks ahead
                    (?!x)a          | at character 1, it looks ahead
                    (?<!x)a         | at character 1, it looks ahead or behind
                    (a)\\1          | at character 4, it refers back
                    (?<n>a)\\k<n>   | it refers back
                    (?i)a           | no such group
                    \\Aab\\z        | at character 1, ECMA-262 knows no \\A
                    \\p{Nonsense}   | a category such as
                    a{1,1001}       | minLength and maxLength
                    ((a{100}){100}) | minLength and maxLength
                    [b-a]           | the range ends before it begins
                    a**             | repeated already
                    \\u12           | hexadecimal digits
                    """)
    void whatCannotBeLookedForIsRefusedWithItsPlaceAndAWayOut(String pattern, String said) {
        assertThatThrownBy(() -> new TextPattern(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    @Test
    void theTextOfAPatternIsTheOneOfTheContract() {
        assertThat(new TextPattern("^a$")).hasToString("^a$");
    }
}
