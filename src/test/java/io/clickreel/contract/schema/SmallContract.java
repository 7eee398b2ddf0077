package io.clickreel.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A contract of some lines that is read, or why it is refused, for tests. */
final class SmallContract {
    private SmallContract() {}

    static Schema read(String text) {
        return SchemaReader.read(new SchemaFile("contracts/t.json", text));
    }

    static String refusal(String text) {
        Throwable thrown = catchThrowable(() -> read(text));
        assertThat(thrown).isInstanceOf(ContractException.class);
        assertSentence(thrown.getMessage());
        return thrown.getMessage();
    }

    /** One sentence that names the file. */
    static void assertSentence(String message) {
        assertThat(message)
                .startsWith("contracts/t.json")
                .doesNotContain("Exception")
                .hasSizeLessThan(10_000)
                .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f]");
    }
}
