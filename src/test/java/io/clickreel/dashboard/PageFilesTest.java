package io.clickreel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's files use nothing that is younger than the browsers of docs/dashboard.md: Chrome 98, Firefox 102, Safari 15.4. */
final class PageFilesTest {
    private static final Path WEB = Path.of("src/main/resources/web");

    private static final List<String> YOUNGER_SCRIPT = List.of(
            "AbortSignal\\.(any|timeout)",
            "\\.aria[A-Z]\\w+\\s*=",
            "\\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\\(",
            "(Object|Map)\\.groupBy",
            "Promise\\.(withResolvers|try)",
            "Array\\.fromAsync",
            "URL\\.canParse",
            "\\(\\?<[=!]",
            "structuredClone",
            "navigation\\.",
            "scheduler\\.");

    private static final List<String> YOUNGER_STYLE = List.of(
            ":has\\(",
            "@container",
            "@scope",
            "\\d(dvh|svh|lvh|cqw)",
            "color-mix\\(",
            "text-wrap",
            "^\\s*&",
            "subgrid",
            "light-dark\\(");

    static Stream<Path> scripts() throws IOException {
        return files(".js");
    }

    static Stream<Path> styles() throws IOException {
        return files(".css");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void scriptsUseNothingYounger(Path file) throws IOException {
        assertThat(Files.readString(file)).satisfies(text -> assertNone(withoutComments(text), YOUNGER_SCRIPT));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void stylesUseNothingYounger(Path file) throws IOException {
        assertNone(Files.readString(file), YOUNGER_STYLE);
    }

    private static void assertNone(String text, List<String> patterns) {
        for (String pattern : patterns) {
            assertThat(Pattern.compile(pattern, Pattern.MULTILINE)
                            .matcher(text)
                            .results()
                            .map(found -> found.group()))
                    .as(pattern)
                    .isEmpty();
        }
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?m)(/\\*\\*.*?\\*/|^\\s*//.*$|\\s// .*$)", "");
    }

    private static Stream<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(WEB)) {
            List<Path> found =
                    all.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).isNotEmpty();
            return found.stream();
        }
    }
}
