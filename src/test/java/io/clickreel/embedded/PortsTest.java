package io.clickreel.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clickreel.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final String HOST = "127.0.0.1";

    @Test
    void aTakenPortIsRefusedWithItsNumberItsSettingAndTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            assertThatThrownBy(() -> Ports.requireFree(HOST, taken.getLocalPort(), "embedded.s3.port"))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " on " + HOST + " (embedded.s3.port)")
                    .hasMessageContaining("-Dembedded.s3.port=");
        }
    }

    @Test
    void aRemarkStandsBesideTheSettingAndNotInTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            assertThatThrownBy(() -> Ports.requireFree(
                            HOST, taken.getLocalPort(), "embedded.kafka.port", ", whose controller takes the next one"))
                    .hasMessageContaining("(embedded.kafka.port, whose controller takes the next one)")
                    .hasMessageContaining("-Dembedded.kafka.port=...");
        }
    }

    @Test
    void aPortWhoseLastConnectionIsStillFadingIsFree() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                Socket client = new Socket(HOST, server.getLocalPort());
                Socket accepted = server.accept()) {
            port = server.getLocalPort();
            // The side that closes first is the one whose address fades in TIME_WAIT.
            accepted.close();
            client.getInputStream().read();
        }

        assertThatCode(() -> Ports.requireFree(HOST, port, "dashboard.port")).doesNotThrowAnyException();
    }
}
