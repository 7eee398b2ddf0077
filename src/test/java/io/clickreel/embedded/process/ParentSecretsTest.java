package io.clickreel.embedded.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParentSecretsTest {
    @Test
    void whatIsToldIsReadAndNotAByteMore() throws IOException {
        Map<String, String> secrets = Map.of("user", "anna", "password", "a=b\n\n\u00e4\u0000", "none", "");
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        ParentSecrets.write(secrets, pipe);
        pipe.write("rest".getBytes(UTF_8));
        ByteArrayInputStream input = new ByteArrayInputStream(pipe.toByteArray());

        assertThat(ParentSecrets.read(input)).isEqualTo(secrets);
        assertThat(new String(input.readAllBytes(), UTF_8)).isEqualTo("rest");
    }

    @Test
    void aParentThatEndsInTheMiddleIsNotTakenForOneWithoutSecrets() {
        assertThatThrownBy(() -> ParentSecrets.read(input("user=YW5uYQ==\n")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("./clickreel up");
    }

    @Test
    void whatAPersonTypesIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> ParentSecrets.read(input("open sesame\n\n")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("name=value")
                .hasMessageNotContaining("sesame");
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
