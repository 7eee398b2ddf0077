package io.clickreel.contract.schema;

import static io.clickreel.contract.schema.SmallContract.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no file of JSON is refused with its line. */
class SchemaFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"type": "object"} {}     | line 1
                    {"type": "object",}       | line 1
                    {"type": "object"         | line 1
                    {type: "object"}          | line 1
                    {"type": "a", "type": "b"}| line 1
                    {"maximum": NaN}          | line 1
                    """)
    void whatIsNoJsonIsRefusedWithItsLine(String text, String where) {
        assertThat(refusal(text)).startsWith("contracts/t.json, " + where + ": this is not JSON: ");
        assertThat(refusal("\n\n" + text)).startsWith("contracts/t.json, line 3: this is not JSON: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "-1e9999999999", "1e99999999999", "1e-99999999999"})
    void aNumberThatNobodyCanComputeWithIsRefused(String number) {
        for (String keyword : List.of("maximum", "const", "title")) {
            assertThat(refusal("{\n\n\"" + keyword + "\": " + number + "}")).startsWith("contracts/t.json, line 3: ");
        }
    }

    @Test
    void aPropertyThatStandsTwiceIsRefused() {
        assertThat(refusal("{\"properties\": {\"a\": {},\n \"b\": {},\n \"a\": {}}}"))
                .startsWith("contracts/t.json, line 3: this is not JSON: ")
                .contains("Duplicate field 'a'");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path none = folder.resolve("none.json");
        assertThat(catchThrowable(() -> SchemaFile.read(none)))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith(none + " cannot be read")
                .hasMessageEndingWith(".");
        Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'});
        assertThat(catchThrowable(() -> SchemaFile.read(latin)))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("UTF-8");
        assertThat(catchThrowable(() -> SchemaFile.read(folder))).isInstanceOf(ContractException.class);
    }
}
