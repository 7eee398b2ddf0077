package io.clickreel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RootCauseTest {
    @Test
    void theInnermostCauseIsTold() {
        assertThat(RootCause.of(new RuntimeException("route failed", new SQLException("no such table"))))
                .isEqualTo("no such table");
    }

    @Test
    void whereAConnectionWasRefusedIsToldToo() {
        IOException connect = new IOException(
                "Connect to 127.0.0.1:9000 failed: Connection refused", new ConnectException("Connection refused"));

        assertThat(RootCause.of(new RuntimeException("Unable to execute HTTP request", connect)))
                .isEqualTo("Connect to 127.0.0.1:9000 failed: Connection refused");
    }

    @Test
    void whatDiffersAtEachTryIsLeftOut() {
        assertThat(
                        RootCause.of(
                                new SQLException(
                                        "Code: 27. Cannot parse input (at row 7) (version 26.7.2.1)  (queryId= b25c1ecd-448c)\n\nRow 7:")))
                .isEqualTo("Code: 27. Cannot parse input (at row 7) (version 26.7.2.1)");
        assertThat(RootCause.of(
                        new SQLException("Query request failed (attempt: 4, duration: 115ms, queryId: 391cdaf0-f57b)")))
                .isEqualTo("Query request failed");
        assertThat(RootCause.of(new IOException(
                        "Did not hold. (Service: S3, Status Code: 412, Request ID: 78D5) (SDK Attempt Count: 1)")))
                .isEqualTo("Did not hold. (Service: S3, Status Code: 412)");
    }

    @Test
    void anExceptionWithoutWordsIsToldByItsName() {
        assertThat(RootCause.of(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(RootCause.of(null)).isEqualTo("unknown");
    }
}
