package io.clickreel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers when somebody presses Tab, asked of bash itself. */
class CompletionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clickreel rou | routes",
                "clickreel routes s | start stop suspend",
                "clickreel status --w | --watch",
                "clickreel dead-letters re | redrive"
            })
    void theWordsThatCanFollowAreOffered(String typed, String offered) throws Exception {
        StringWriter script = new StringWriter();
        int exit = Clickreel.commandLine().setOut(new PrintWriter(script)).execute("completion");
        assertThat(exit).isZero();
        Path file = Files.writeString(folder.resolve("completion"), script.toString());

        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + file + "; COMP_WORDS=(" + typed + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                                + " COMP_LINE=\"" + typed
                                + "\"; COMP_POINT=${#COMP_LINE}; $(complete -p clickreel | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
                                + " clickreel \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\"; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip().split("\\s+")).containsExactlyInAnyOrder(offered.split(" "));
    }
}
